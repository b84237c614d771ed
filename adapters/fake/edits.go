package fake

import (
	"fmt"
	"mime"
	"path"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
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
	return c.changes(func(id string) (*schema.Activity, bool, error) { return c.w.teams.Delete(c.person, c.id, id) })
}

// Undeletes has the person undo the last [Conversation.Deletes] of theirs here.
func (c *Conversation) Undeletes() *Conversation {
	c.w.t.Helper()
	id := c.w.deleted[viewer{c.person.ID, c.id}]
	a, told, err := c.w.teams.Undelete(c.person, c.id, id)
	return c.changed(a, told, err)
}

// changes does something with the person's last message here.
func (c *Conversation) changes(do func(messageID string) (*schema.Activity, bool, error)) *Conversation {
	c.w.t.Helper()
	mine := c.newest("a message of "+c.person.Name, func(a *schema.Activity) bool { return a.From.ID == c.person.ID })
	c.w.deleted[viewer{c.person.ID, c.id}] = mine.ID
	return c.changed(do(mine.ID))
}

// changed has the bot hear of what happened to a message, if it does.
func (c *Conversation) changed(a *schema.Activity, told bool, err error) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	if c.w.check(err); told {
		c.deliver(a)
	}
	return c
}

// Reacts has the person put a reaction on the bot's newest message here, such as schema.ReactionLike.
func (c *Conversation) Reacts(reaction string) *Conversation {
	c.w.t.Helper()
	return c.changed(c.w.teams.React(c.person, c.id, c.newestOfBot().ID, reaction, true))
}

// Unreacts has the person take the reaction off again.
func (c *Conversation) Unreacts(reaction string) *Conversation {
	c.w.t.Helper()
	return c.changed(c.w.teams.React(c.person, c.id, c.newestOfBot().ID, reaction, false))
}

func (c *Conversation) newestOfBot() *schema.Activity {
	c.w.t.Helper()
	return c.newest("a message of the bot", c.isOfBot)
}

func (c *Conversation) isOfBot(a *schema.Activity) bool { return a.From.ID == c.w.teams.Bot().ID }

// Reads has the person read their own chat with the bot to its end, which the bot is told.
func (c *Conversation) Reads() *Conversation {
	c.w.t.Helper()
	c.w.settle()
	told, err := c.w.teams.Read(c.person, c.id)
	return c.tell(told, err)
}

// Rates has the person judge the bot's newest message here that asks for it: reaction is like or dislike. In Teams' own
// form they may add a comment. If the message asks for the bot's form, the bot answers with that dialog, see
// [Conversation.ExpectDialog], and [Conversation.Submits] sends the judgement.
func (c *Conversation) Rates(reaction string, comment ...string) *Conversation {
	c.w.t.Helper()
	custom := false
	on := c.newest("a message that asks for feedback", func(a *schema.Activity) bool {
		data, err := teams.Data(a)
		custom = data.FeedbackLoop.Type == "custom"
		return c.isOfBot(a) && err == nil &&
			(data.FeedbackLoop.Type != "" || data.FeedbackLoopEnabled != nil && *data.FeedbackLoopEnabled)
	})
	a := &schema.Activity{Type: schema.TypeInvoke, Name: teams.InvokeMessageSubmitAction, ReplyToID: on.ID}
	switch {
	case custom:
		a.Name = teams.InvokeMessageFetchTask
		a.Value = teams.MessageFetchTask{ActionName: "feedback", ActionValue: teams.Feedback{Reaction: reaction}}
	case len(comment) > 0:
		a.Value = feedback(reaction, map[string]string{"feedbackText": comment[0]})
	default:
		a.Value = feedback(reaction, nil)
	}
	return c.Sends(a)
}

// SendsFile has the person send a file: a picture anywhere, any other file in their own chat with the bot. The name says
// what it is. The bot gets the picture from the connector, and the file with [World.HTTPClient].
func (c *Conversation) SendsFile(name string, data []byte) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	delete(c.w.answers, c.person.ID)
	message := &schema.Activity{}
	if !c.personal {
		message = c.message("")
	}
	sent, told, err := c.w.teams.SendFile(c.person, c.id, message, name, mime.TypeByExtension(path.Ext(name)), data)
	c.w.check(err)
	if told {
		c.deliver(sent)
	}
	return c.in(sent.Conversation.ID)
}

// AcceptsFile has the person accept the file that the bot's newest file consent card here offers. The bot is told where to
// put it, which it does with [World.HTTPClient].
func (c *Conversation) AcceptsFile() *Conversation {
	c.w.t.Helper()
	return c.answersFile(true)
}

// DeclinesFile has the person decline it.
func (c *Conversation) DeclinesFile() *Conversation {
	c.w.t.Helper()
	return c.answersFile(false)
}

func (c *Conversation) answersFile(accept bool) *Conversation {
	c.w.t.Helper()
	c.w.settle()
	on := c.newest("a message that offers a file", func(a *schema.Activity) bool {
		for _, attachment := range a.Attachments {
			if attachment.ContentType == teams.ContentTypeFileConsentCard {
				return c.isOfBot(a)
			}
		}
		return false
	})
	a, err := c.w.teams.AnswerFileConsent(c.person, c.id, on.ID, accept)
	delete(c.w.answers, c.person.ID)
	return c.tell([]*schema.Activity{a}, err)
}

// ExpectFile expects that the bot put a file of that name and content into the person's drive.
func (c *Conversation) ExpectFile(name, content string) *Conversation {
	c.w.t.Helper()
	want := fmt.Sprintf("the file %s with %q", name, cut(content))
	e := c.take(want, world.Uploaded)
	got, _ := c.w.teams.File(c.person, name)
	if e.Activity.Attachments[0].Name != name || string(got) != content {
		c.mismatch(e, want)
	}
	return c
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

// ExpectTargeted expects a message of the bot that only this person sees here, with this somewhere in its text or card.
func (c *Conversation) ExpectTargeted(part string) *Conversation {
	c.w.t.Helper()
	want := fmt.Sprintf("a message for %s only, with %q in it", c.person.Name, part)
	e := c.take(want, world.Posted)
	if e.Only == "" || !shows(append(cardTexts(e.Activity), e.Activity.Text), part) {
		c.mismatch(e, want)
	}
	return c
}

// ExpectNotification expects that the bot notified the person in the meeting, with a dialog that shows this in its title,
// card or URL; "" is any notification, also that of an icon.
func (c *Conversation) ExpectNotification(part string) *Conversation {
	c.w.t.Helper()
	want := fmt.Sprintf("a notification with %q in it", part)
	e := c.take(want, world.Notified)
	if part != "" && !shows(strs(plain(e.Activity.Value), nil), part) {
		c.mismatch(e, want)
	}
	return c
}
