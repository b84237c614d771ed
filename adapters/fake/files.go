package fake

import (
	"fmt"
	"mime"
	"path"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

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
		_, err := c.deliver(sent)
		c.w.check(err)
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
