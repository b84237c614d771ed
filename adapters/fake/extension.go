package fake

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Searches has the person search with a command of the message extension, by its id in the manifest, with what they filled
// in by the names of its parameters. Without, it is the search before they have typed. See [Conversation.ExpectResults].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
func (c *Conversation) Searches(commandID string, filled ...Inputs) *Conversation {
	c.w.t.Helper()
	return c.Sends(client.Search(commandID, parametersOf(filled), 0))
}

func parametersOf(filled []Inputs) []teams.MessagingExtensionParameter {
	var parameters []teams.MessagingExtensionParameter
	for _, f := range filled {
		for _, name := range slices.Sorted(maps.Keys(f)) {
			parameters = append(parameters, teams.MessagingExtensionParameter{Name: name, Value: f[name]})
		}
	}
	return parameters
}

// PastesLink has the person put a link into a message that they write. The bot answers with what it unfolds to, see
// [Conversation.ExpectResults].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/link-unfurling
func (c *Conversation) PastesLink(url string) *Conversation {
	c.w.t.Helper()
	return c.Sends(client.PasteLink(url))
}

// ExpectResults expects that the bot answered what the person did last, a search, a link, a choice or an action, with just
// as many results, in this order, each of which shows the part in its card or its preview. Without parts, there is none; of
// a link that may also be an answer without a body, which shows no preview.
func (c *Conversation) ExpectResults(parts ...string) *Conversation {
	c.w.t.Helper()
	answer := c.takeAnswer()
	s, ok := c.surface()
	fits := ok && s.Listed && len(s.Results) == len(parts)
	for i := 0; fits && i < len(parts); i++ {
		fits = shows(client.ResultTexts(s.Results[i]), parts[i])
	}
	if !fits && (parts != nil || !c.showsNoPreview(answer)) {
		want := "no results"
		if parts != nil {
			want = "the results " + listed(parts)
		}
		c.w.fail("as %s:\n got: %s\nwant: %s", c.person.Name, c.describeFront(answer), want)
	}
	return c
}

// showsNoPreview reports whether the bot answered a link with nothing at all.
func (c *Conversation) showsNoPreview(answer framework.InvokeResponse) bool {
	name := c.w.answers[c.person.ID].activity.Name
	isLink := name == teams.InvokeMessagingExtensionQueryLink || name == teams.InvokeMessagingExtensionAnonymousLink
	return isLink && answer.Status == http.StatusOK && answer.Body == nil
}

// Picks has the person choose the result that shows this. If its preview has a tap of type invoke, the bot hears of it, by
// composeExtension/selectItem with the tap's value, and answers with results again; else the card goes into the person's
// message and nobody hears.
func (c *Conversation) Picks(part string) *Conversation {
	c.w.t.Helper()
	s := c.inFront("results to pick from", func(s client.Surface) bool { return s.Listed })
	i := slices.IndexFunc(s.Results, func(r teams.MessagingExtensionAttachment) bool { return shows(client.ResultTexts(r), part) })
	if i < 0 {
		c.w.fail("as %s: none of the %d results shows %q", c.person.Name, len(s.Results), part)
	}
	picked, ok := client.Pick(s.Results[i])
	if !ok {
		return c
	}
	picked.Value = c.raw(picked.Value)
	return c.Sends(picked)
}

// OpensAction has the person open an action command of the message extension, by its id in the manifest: from the box
// where they write, or on the newest message here that shows part, if one is given. The bot answers with a dialog, see
// [Conversation.ExpectDialog], whose form [Conversation.Submits] sends.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
func (c *Conversation) OpensAction(commandID string, part ...string) *Conversation {
	c.w.t.Helper()
	return c.Sends(client.OpenAction(c.action(commandID, part)))
}

// SubmitsAction has the person run an action command whose form is in the manifest, with what they filled in.
func (c *Conversation) SubmitsAction(commandID string, filled Inputs, part ...string) *Conversation {
	c.w.t.Helper()
	return c.Sends(client.SubmitAction(c.action(commandID, part), filled))
}

func (c *Conversation) action(commandID string, part []string) teams.MessagingExtensionAction {
	c.w.t.Helper()
	if part == nil {
		return client.Action(commandID, nil, c.w.teams.Bot().ID)
	}
	on := c.newest(fmt.Sprintf("a message that shows %q", part[0]), func(a *schema.Activity) bool {
		return shows(client.MessageTexts(a), part[0])
	})
	return client.Action(commandID, on, c.w.teams.Bot().ID)
}

// ExpectPreview expects that the bot answered an action with a message for the person to look at, which shows this.
// [Conversation.Posts] and [Conversation.Revises] go on from there.
func (c *Conversation) ExpectPreview(part string) *Conversation {
	c.w.t.Helper()
	answer := c.takeAnswer()
	if s, ok := c.surface(); !ok || s.Preview == nil || !shows(client.MessageTexts(s.Preview), part) {
		c.w.fail("as %s:\n got: %s\nwant: a preview with %q in it", c.person.Name, c.describeFront(answer), part)
	}
	return c
}

// Posts has the person let the bot post the message whose preview is in front of them.
func (c *Conversation) Posts() *Conversation {
	c.w.t.Helper()
	return c.previewed("send")
}

// Revises has the person go back from the preview in front of them to the form.
func (c *Conversation) Revises() *Conversation {
	c.w.t.Helper()
	return c.previewed("edit")
}

func (c *Conversation) previewed(do string) *Conversation {
	c.w.t.Helper()
	s := c.inFront("the preview of a message", func(s client.Surface) bool { return s.Preview != nil })
	a, err := client.Previewed(s.Asked, s.Preview, do)
	c.w.check(err)
	return c.Sends(a)
}
