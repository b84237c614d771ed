package fake

import (
	"slices"

	"github.com/convobot/convo/adapters/world"
)

// InOrganization goes on as a person of another organization, in their own chat with the bot: to test that a bot keeps
// organizations apart. Whom the story names first as this person, or in a sentence of theirs, is of that organization too, and
// it has a team of its own, which InChannel then means.
//
//	zoe := conv.InOrganization("Fabrikam", "Zoe")
//	zoe.InChannel("General").As("Yan").Says("hi") // in Fabrikam's team
//	conv.InGroup("Deal", "Zoe").Says("hi")        // Contoso's chat, with somebody from outside
//
// The organization of whom the story names otherwise is Contoso. People of others can be in its group chats, its meetings and its
// shared channels, see [world.World.AddTenant]; a shared channel of Contoso is where Ann is in it: conv.InChannel("Partners").As("Zoe").
func (c *Conversation) InOrganization(organization, person string) *Conversation {
	c.w.t.Helper()
	p := c.w.person(person, c.w.tenant(organization))
	if is := c.w.organization(p.TenantID); is != organization {
		c.w.fail("%s is of %s, not of %s", person, is, organization)
	}
	return c.w.personalChat(c.bot, p)
}

// tenant returns the id of an organization, which comes up when the story first names it.
func (w *World) tenant(organization string) string {
	all := w.teams.Tenants()
	if i := slices.IndexFunc(all, func(t world.Tenant) bool { return t.Name == organization }); i >= 0 {
		return all[i].ID
	}
	return w.teams.AddTenant(organization)
}

// organization is the name of one.
func (w *World) organization(tenantID string) string {
	for _, t := range w.teams.Tenants() {
		if t.ID == tenantID {
			return t.Name
		}
	}
	return tenantID
}

// founders are with whom something begins: what begins without people is of the first organization.
func (w *World) founders(by world.Person) []world.Person {
	if by.TenantID == w.teams.TenantID() {
		return nil
	}
	return []world.Person{by}
}
