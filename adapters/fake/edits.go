package fake

import (
	"slices"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// Edits has the person replace what they said last here, as [Conversation.Says] says it.
func (c *Conversation) Edits(text string) *Conversation {
	c.w.t.Helper()
	return c.changes(func(id string) (*schema.Activity, bool, error) {
		return c.w.teams.Edit(c.person, c.id, id, c.message(text))
	})
}

// Deletes has the person take back what they said last here.
func (c *Conversation) Deletes() *Conversation {
	c.w.t.Helper()
	return c.changes(func(id string) (*schema.Activity, bool, error) {
		c.w.deleted[seat{c.person.ID, c.id}] = id
		return c.w.teams.Delete(c.person, c.id, id)
	})
}

// Undeletes has the person undo the last [Conversation.Deletes] of theirs here.
func (c *Conversation) Undeletes() *Conversation {
	c.w.t.Helper()
	id, ok := c.w.deleted[seat{c.person.ID, c.id}]
	if !ok {
		c.missing("a message that " + c.person.Name + " deleted")
	}
	a, told, err := c.w.teams.Undelete(c.person, c.id, id)
	return c.changed(a, told, err)
}

// changes does something with the person's last message here.
func (c *Conversation) changes(do func(messageID string) (*schema.Activity, bool, error)) *Conversation {
	c.w.t.Helper()
	mine := c.newest("a message of "+c.person.Name, func(a *schema.Activity) bool { return a.From.ID == c.person.ID })
	return c.changed(do(mine.ID))
}

// changed has the bot hear of what happened to a message, if it does.
func (c *Conversation) changed(a *schema.Activity, told bool, err error) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	if c.w.check(err); told {
		_, err := c.deliver(a)
		c.w.check(err)
	}
	return c
}

// Reacts has the person put a reaction on the bot's newest message here, such as schema.ReactionLike.
func (c *Conversation) Reacts(reaction string) *Conversation {
	c.w.t.Helper()
	return c.changed(c.w.teams.React(c.person, c.id, c.newestOfBot().ID, reaction, true))
}

// Unreacts has the person take the reaction off again: off the bot's newest message here that has it of them.
func (c *Conversation) Unreacts(reaction string) *Conversation {
	c.w.t.Helper()
	on := c.newest("a message of the bot with the reaction "+reaction+" of "+c.person.Name, func(a *schema.Activity) bool {
		return c.isOfBot(a) && slices.ContainsFunc(c.w.teams.Reactions(c.id, a.ID), func(r world.Reaction) bool {
			return r.Type == reaction && r.Who == c.person.Name && !r.Bot
		})
	})
	return c.changed(c.w.teams.React(c.person, c.id, on.ID, reaction, false))
}

func (c *Conversation) newestOfBot() *schema.Activity {
	c.w.t.Helper()
	return c.newest("a message of the bot", c.isOfBot)
}

// Reads has the person read their own chat with the bot to its end, which the bot is told.
func (c *Conversation) Reads() *Conversation {
	c.w.t.Helper()
	c.w.settle()
	told, err := c.w.teams.Read(c.person, c.id)
	return c.tell(told, err)
}

// ExpectReaction expects that the bot put this reaction on a message.
func (c *Conversation) ExpectReaction(reaction string) *Conversation {
	c.w.t.Helper()
	want := "the reaction " + reaction
	e := c.take(want, world.Reacted)
	if added := e.Activity.ReactionsAdded; len(added) != 1 || added[0].Type != reaction {
		c.mismatch(e, want)
	}
	return c
}
