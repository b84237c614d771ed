package fake

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// pageOfResults is how many results a client asks for.
const pageOfResults = 25

// Searches has the person search with a command of the message extension, by its id in the manifest, with what they filled
// in by the names of its parameters. Without, it is the search before they have typed. See [Conversation.ExpectResults].
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
func (c *Conversation) Searches(commandID string, filled ...Inputs) *Conversation {
	c.w.t.Helper()
	parameters := parametersOf(filled)
	if parameters == nil {
		parameters = []teams.MessagingExtensionParameter{{Name: "initialRun", Value: "true"}}
	}
	return c.invoke(teams.InvokeMessagingExtensionQuery, teams.MessagingExtensionQuery{
		CommandID: commandID, Parameters: parameters,
		QueryOptions: teams.MessagingExtensionQueryOptions{Count: pageOfResults},
	})
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
	return c.invoke(teams.InvokeMessagingExtensionQueryLink, teams.AppBasedLinkQuery{URL: url})
}

// ExpectResults expects that the bot answered what the person did last, a search, a link, a choice or an action, with just
// as many results, in this order, each of which shows the part in its card or its preview. Without parts, there is none.
func (c *Conversation) ExpectResults(parts ...string) *Conversation {
	c.w.t.Helper()
	answer := c.takeAnswer()
	s, ok := c.surface()
	fits := ok && s.listed && len(s.results) == len(parts)
	for i := 0; fits && i < len(parts); i++ {
		fits = shows(resultTexts(s.results[i]), parts[i])
	}
	if !fits {
		want := "no results"
		if parts != nil {
			want = "the results " + listed(parts)
		}
		c.w.fail("as %s:\n got: %s\nwant: %s", c.person.Name, c.describeFront(answer), want)
	}
	return c
}

// resultTexts is what a result shows in the list and in a message.
func resultTexts(r teams.MessagingExtensionAttachment) []string {
	texts := textsOf(schema.Attachment{ContentType: r.ContentType, Content: r.Content})
	if r.Preview != nil {
		texts = append(texts, textsOf(*r.Preview)...)
	}
	texts = append(texts, r.Name)
	return slices.Compact(slices.DeleteFunc(texts, func(text string) bool { return text == "" }))
}

// Picks has the person choose the result that shows this. If its preview has a tap of type invoke, the bot hears of it, by
// composeExtension/selectItem with the tap's value, and answers with results again; else the card goes into the person's
// message and nobody hears.
func (c *Conversation) Picks(part string) *Conversation {
	c.w.t.Helper()
	s := c.inFront("results to pick from", func(s surface) bool { return s.listed })
	i := slices.IndexFunc(s.results, func(r teams.MessagingExtensionAttachment) bool { return shows(resultTexts(r), part) })
	if i < 0 {
		c.w.fail("as %s: none of the %d results shows %q", c.person.Name, len(s.results), part)
	}
	preview := s.results[i].Preview
	if preview == nil {
		return c
	}
	card, _ := plain(preview.Content).(map[string]any)
	tap, _ := card["tap"].(map[string]any)
	if text(tap, "type") != "invoke" {
		return c
	}
	return c.invoke(teams.InvokeMessagingExtensionSelectItem, c.raw(tap["value"]))
}

// OpensAction has the person open an action command of the message extension, by its id in the manifest: from the box
// where they write, or on the newest message here that shows part, if one is given. The bot answers with a dialog, see
// [Conversation.ExpectDialog], whose form [Conversation.Submits] sends.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
func (c *Conversation) OpensAction(commandID string, part ...string) *Conversation {
	c.w.t.Helper()
	return c.invoke(teams.InvokeMessagingExtensionFetchTask, c.action(commandID, part))
}

// SubmitsAction has the person run an action command whose form is in the manifest, with what they filled in.
func (c *Conversation) SubmitsAction(commandID string, filled Inputs, part ...string) *Conversation {
	c.w.t.Helper()
	action := c.action(commandID, part)
	action.Data = filled
	return c.invoke(teams.InvokeMessagingExtensionSubmitAction, action)
}

func (c *Conversation) action(commandID string, part []string) teams.MessagingExtensionAction {
	c.w.t.Helper()
	action := teams.MessagingExtensionAction{
		CommandID: commandID, CommandContext: "compose", Context: teams.TaskModuleContext{Theme: theme},
	}
	if part == nil {
		return action
	}
	on := c.newest(fmt.Sprintf("a message that shows %q", part[0]), func(a *schema.Activity) bool {
		return shows(append(cardTexts(a), a.Text), part[0])
	})
	action.CommandContext = "message"
	action.MessagePayload = teams.MessageActionsPayload{
		ID: on.ID, MessageType: "message", CreatedDateTime: on.Timestamp, Locale: on.Locale,
		Body: teams.MessageBody{ContentType: "text", Content: on.Text, TextContent: on.Text},
	}
	who := teams.MessageIdentity{ID: on.From.ID, DisplayName: on.From.Name}
	if on.From.ID == c.w.teams.Bot().ID {
		who.ApplicationIdentityType = "bot"
		action.MessagePayload.From.Application = who
	} else {
		who.ID, who.UserIdentityType = on.From.AADObjectID, "aadUser"
		action.MessagePayload.From.User = who
	}
	for _, attachment := range on.Attachments {
		action.MessagePayload.Attachments = append(action.MessagePayload.Attachments, teams.MessageAttachment{
			ContentType: attachment.ContentType, ContentURL: attachment.ContentURL, Content: attachment.Content, Name: attachment.Name,
		})
	}
	return action
}

// newest returns the newest message here, as the person sees it, that fits.
func (c *Conversation) newest(want string, fits func(*schema.Activity) bool) *schema.Activity {
	c.w.t.Helper()
	for _, a := range slices.Backward(c.w.teams.MessagesFor(c.person, c.id)) {
		if seen := c.sees(a); fits(seen) {
			return seen
		}
	}
	c.missing(want)
	return nil
}

// ExpectPreview expects that the bot answered an action with a message for the person to look at, which shows this.
// [Conversation.Posts] and [Conversation.Revises] go on from there.
func (c *Conversation) ExpectPreview(part string) *Conversation {
	c.w.t.Helper()
	answer := c.takeAnswer()
	if s, ok := c.surface(); !ok || s.preview == nil || !shows(append(cardTexts(s.preview), s.preview.Text), part) {
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
	s := c.inFront("the preview of a message", func(s surface) bool { return s.preview != nil })
	action, err := schema.As[teams.MessagingExtensionAction](s.asked.Value)
	c.w.check(err)
	action.BotMessagePreviewAction, action.BotActivityPreview = do, []schema.Activity{*s.preview}
	return c.invoke(teams.InvokeMessagingExtensionSubmitAction, action)
}

// isMessageExtension reports whether an invoke is one of a message extension.
func isMessageExtension(name string) bool { return strings.HasPrefix(name, "composeExtension/") }
