package world

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Tenant is an organization.
type Tenant struct {
	ID   string // in Microsoft Entra
	Name string
}

// AddTenant founds another organization and returns its id, for [Person.TenantID]. The bot is one bot for all of them.
//
// A team, a chat or a meeting belongs to the organization of the first of its people, or to the first organization if it
// begins without any; a crowd to that of the conversation that it joins. A team has people of its organization alone, its
// guests included. In group chats, meetings and shared channels others can be as well: Teams calls them external. They do not
// add or remove the app there, and being there does not install it for them.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/shared-channels
func (w *World) AddTenant(name string) (id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	id = uuid(w.next())
	w.tenants = append(w.tenants, Tenant{ID: id, Name: cmp.Or(name, id)})
	w.touch()
	return id
}

// Tenants returns the organizations, in the order of their founding. The first is that of [Config.TenantID], Contoso.
func (w *World) Tenants() []Tenant {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.tenants)
}

// tenant returns an organization. One that was not founded has its id for a name.
func (w *World) tenant(id string) (Tenant, bool) {
	i := slices.IndexFunc(w.tenants, func(t Tenant) bool { return t.ID == id })
	if i < 0 {
		return Tenant{ID: id, Name: id}, false
	}
	return w.tenants[i], true
}

// tenantOf is the organization that what these people begin belongs to.
func (w *World) tenantOf(people ...Person) string {
	if len(people) == 0 {
		return w.tenantID
	}
	return cmp.Or(people[0].TenantID, w.tenantID)
}

// mailDomain is the end of the addresses of an organization's people.
func (w *World) mailDomain(tenantID string) string {
	if tenantID == w.tenantID {
		return "@teams.example"
	}
	t, _ := w.tenant(tenantID)
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, t.Name)
	return "@" + name + ".example"
}

// admit says why some people cannot be in a place, or nil.
func (w *World) admit(where *place, people []Person) error {
	if where.team == nil || where.kind == shared {
		return nil
	}
	return w.admitTo(where.team, people)
}

func (w *World) admitTo(t *team, people []Person) error {
	for _, p := range people {
		if w.tenantOf(p) != t.tenant {
			theirs, _ := w.tenant(w.tenantOf(p))
			its, _ := w.tenant(t.tenant)
			return fmt.Errorf("world: %s is of %s, and the team %s of %s, which others can be in as guests only: as another person, with Guest",
				p.Name, theirs.Name, t.Name, its.Name)
		}
	}
	return nil
}

// governed finds a conversation that the person can add the app to, or remove it from.
func (w *World) governed(by Person, conversationID string) (*place, error) {
	where, _, err := w.enter(by, conversationID)
	if err != nil {
		return nil, err
	}
	if w.tenantOf(by) != where.account.TenantID {
		its, _ := w.tenant(where.account.TenantID)
		return nil, fmt.Errorf("world: %s is not of %s, and others cannot add or remove apps in %s", by.Name, its.Name, where.name)
	}
	return where, nil
}

// checkTenant refuses a person who is of another organization than a request says, as Teams does; nothing is done then. Teams
// wants every request to name one, and here it may be left out. What Teams says of a thread in a channel of another organization
// is not known: the channel's id decides.
//
// Spec: https://stackoverflow.com/questions/73114932
// Spec: https://github.com/microsoft/teams.net/blob/main/core/docs/CreateConversation-API-Behavior.md
func checkTenant(p Person, said ...string) *refusal {
	for _, id := range said {
		if id != "" && id != p.TenantID {
			return refuse(http.StatusBadRequest, "BadSyntax", "Invalid user identity in provided tenant")
		}
	}
	return nil
}

// tenantOfCall is the organization that a request is counted for.
func (w *World) tenantOfCall(c call) string {
	if where, _, ok := w.at(cmp.Or(c.conversation, c.vars["team"])); ok {
		return where.account.TenantID
	}
	if c.parameters == nil {
		return w.tenantID
	}
	if t, ok := w.tenant(cmp.Or(saidTenants(c.parameters)...)); ok {
		return t.ID
	}
	return w.tenantID
}

// saidTenants are the organizations that a request to start a conversation names; "" where it does not.
func saidTenants(p *schema.ConversationParameters) []string {
	data, _ := schema.As[teams.ChannelData](p.ChannelData)
	return []string{p.TenantID, data.Tenant.ID}
}
