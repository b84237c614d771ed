package gotest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// maxFileInTest is how large a file is that stands in a test, in bytes.
const maxFileInTest = 4 << 10

// tellOfPerson has a person do what they did.
func (s *story) tellOfPerson(e world.Entry) {
	a := e.Activity
	at := seat{a.From.ID, a.Conversation.ID}
	before := len(s.statements)
	switch e.Kind {
	case world.Posted:
		s.says(at, a)
	case world.Edited, world.Deleted:
		s.changes(at, e)
	case world.Reacted:
		s.reacts(at, a)
	case world.Told:
		s.acts(at, a)
	case world.Stopped:
		s.stops(a)
	default:
		return
	}
	s.failed = s.failed || s.told[Key{a.ID, a.Type}].Status == http.StatusInternalServerError
	if s.failed && len(s.statements) > before { // else it is told with what follows
		s.failed = false
		s.expects(s.statements[len(s.statements)-1].ends, `ExpectError("")`)
	}
}

// says has a person post a message, which in a channel starts a thread.
func (s *story) says(at seat, a *schema.Activity) {
	if s.isShown(at, a) { // the press of the button follows, which shows it in the test too
		s.said[at.conversation] = append(s.said[at.conversation], a)
		return
	}
	delete(s.fronts, at.person)
	from := at
	place, root := teams.SplitThreadID(at.conversation)
	_, known := s.threads[at.conversation]
	if root != "" && !known {
		from.conversation = place
	}
	one := s.does(from, s.message(at, a), at)
	if root != "" && !known {
		s.begins(at.conversation, one)
	}
	s.said[at.conversation] = append(s.said[at.conversation], a)
}

// stops has a person press Stop during what they did last.
func (s *story) stops(shown *schema.Activity) {
	for _, one := range slices.Backward(s.statements) {
		if one.ends.conversation == shown.Conversation.ID {
			one.calls = slices.Insert(one.calls, 0, call("StopsAt", shown.Text))
			return
		}
	}
}

// message is the sentence for a message.
func (s *story) message(at seat, a *schema.Activity) string {
	if pressed, ok := s.presses(at, a); ok {
		return pressed
	}
	if text, ok := s.spoken(a); ok {
		return call("Says", text)
	}
	if text, names, ok := s.mentioning(a); ok {
		return call("Mentions", append([]string{text}, names...)...)
	}
	if sent, ok := s.file(at, a); ok {
		return sent
	}
	return sendsJSON(a)
}

// spoken returns what Says says, if a message is nothing more.
func (s *story) spoken(a *schema.Activity) (string, bool) {
	text, others, ok := s.toBot(a)
	return text, ok && len(others) == 0
}

// mentioning returns what Mentions says, and whom it mentions, if a message is nothing more.
func (s *story) mentioning(a *schema.Activity) (text string, names []string, ok bool) {
	text, others, ok := s.toBot(a)
	if !ok || len(others) == 0 || strings.Contains(text, "@") {
		return "", nil, false
	}
	for _, mention := range others {
		p, known := s.world.Person(mention.Mentioned.ID)
		again := schema.NewMention(schema.ChannelAccount{ID: p.ID, Name: p.Name})
		if !known || mention.Text != again.Text || !strings.Contains(text, again.Text) {
			return "", nil, false
		}
		text = strings.Replace(text, again.Text, "@"+p.Name, 1)
		if !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	return text, names, !strings.Contains(text, "<at>")
}

// toBot returns a message's text without the mention of the bot, which is in front where there has to be one, and whom else it
// mentions; not ok if it is more than that.
func (s *story) toBot(a *schema.Activity) (text string, others []schema.Mention, ok bool) {
	text, others = a.Text, a.Mentions()
	if a.Conversation.ConversationType != schema.ConversationPersonal {
		rest, found := strings.CutPrefix(text, schema.NewMention(s.world.Bot()).Text+" ")
		i := slices.IndexFunc(others, func(m schema.Mention) bool { return m.Mentioned.ID == s.world.Bot().ID })
		if !found || i < 0 {
			return "", nil, false
		}
		text, others = rest, slices.Delete(slices.Clone(others), i, i+1)
	}
	plain := a.TextFormat == "" || a.TextFormat == "plain"
	return text, others, plain && text != "" && a.Value == nil && a.Attachments == nil && a.ReplyToID == "" && len(a.Entities) <= len(a.Mentions())+1
}

// file is the sentence for a message with a file that is still there, and small.
func (s *story) file(at seat, a *schema.Activity) (string, bool) {
	if len(a.Attachments) != 1 || a.Text != "" || a.Attachments[0].ContentType != teams.ContentTypeFileDownloadInfo {
		return "", false
	}
	name := a.Attachments[0].Name
	content, ok := s.world.File(s.person(at.person), name)
	if !ok || len(content) > maxFileInTest || !utf8.Valid(content) {
		return "", false
	}
	return fmt.Sprintf("SendsFile(%q, []byte(%q))", name, content), true
}

// sendsJSON sends an activity as it was, but for what the world fills in.
func sendsJSON(a *schema.Activity) string {
	draft := *a
	draft.ID, draft.ServiceURL, draft.ChannelID, draft.Locale, draft.ReplyToID, draft.LocalTimezone = "", "", "", "", "", ""
	draft.Timestamp, draft.LocalTimestamp = schema.Time{}, schema.Time{}
	draft.From, draft.Recipient, draft.Conversation = schema.ChannelAccount{}, schema.ChannelAccount{}, schema.ConversationAccount{}
	draft.ChannelData = nil
	if event := teams.EventType(a); event != "" {
		draft.ChannelData = teams.ChannelData{EventType: event}
	}
	draft.Entities = slices.DeleteFunc(slices.Clone(a.Entities), func(e schema.Entity) bool {
		_, isClient := e.(schema.ClientInfo)
		return isClient
	})
	raw, err := json.Marshal(&draft)
	if err != nil {
		return "Sends(nil)" // it came over the wire, so that it has a JSON form
	}
	return "SendsJSON(" + literal(string(raw)) + ")"
}

// literal writes a text that has many quotes. What cannot be seen is escaped: it might show a reader other code than there is.
func literal(text string) string {
	isHidden := func(r rune) bool { return !strconv.IsPrint(r) }
	if strconv.CanBackquote(text) && !strings.ContainsFunc(text, isHidden) {
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}

// changes has a person edit, delete or restore a message. The sentences are about the newest of theirs, and the last deleted.
func (s *story) changes(at seat, e world.Entry) {
	a := e.Activity
	if _, root := teams.SplitThreadID(at.conversation); root != "" && s.threads[at.conversation] == nil {
		s.does(at, sendsJSON(a), at)
		return
	}
	newest := false
	for _, m := range slices.Backward(s.said[at.conversation]) {
		if m.From.ID == at.person {
			newest = m.ID == a.ID
			break
		}
	}
	switch {
	case e.Kind == world.Deleted && newest:
		s.remove(at.conversation, a.ID)
		s.deleted[at] = a.ID
		s.does(at, "Deletes()", at)
	case teams.EventType(a) == teams.EventUndeleteMessage && s.deleted[at] == a.ID:
		s.said[at.conversation] = append(s.said[at.conversation], a)
		s.does(at, "Undeletes()", at)
	case teams.EventType(a) == teams.EventEditMessage && newest:
		s.replace(at.conversation, a)
		edited := *a
		if text, ok := s.spoken(&edited); ok {
			s.does(at, call("Edits", text), at)
			return
		}
		s.does(at, sendsJSON(a), at)
	default:
		s.does(at, sendsJSON(a), at)
	}
}

// reacts has a person put a reaction on a message or take it off. The sentences are about the bot's newest, and its newest
// that has the reaction.
func (s *story) reacts(at seat, a *schema.Activity) {
	seen := s.sees(at)
	for _, r := range a.ReactionsAdded {
		i := slices.IndexFunc(seen, s.isOfBot)
		if i < 0 || seen[i].ID != a.ReplyToID {
			s.does(at, sendsJSON(a), at)
			return
		}
		s.reacted[at] = append(s.reacted[at], putReaction{a.ReplyToID, r.Type})
		s.does(at, call("Reacts", r.Type), at)
	}
	for _, r := range a.ReactionsRemoved {
		newest := slices.IndexFunc(seen, func(m *schema.Activity) bool {
			return s.isOfBot(m) && slices.Contains(s.reacted[at], putReaction{m.ID, r.Type})
		})
		if newest < 0 || seen[newest].ID != a.ReplyToID {
			s.does(at, sendsJSON(a), at)
			return
		}
		s.reacted[at] = slices.DeleteFunc(s.reacted[at], func(put putReaction) bool { return put == putReaction{a.ReplyToID, r.Type} })
		s.does(at, call("Unreacts", r.Type), at)
	}
}

// putReaction is one that a person put on a message.
type putReaction struct{ message, kind string }

// acts has a person do what is no message.
func (s *story) acts(at seat, a *schema.Activity) {
	switch a.Type {
	case schema.TypeInvoke:
		s.invokes(at, a)
		return
	case schema.TypeMessage: // a card's submission
		delete(s.fronts, at.person)
		s.does(at, s.message(at, a), at)
		return
	}
	delete(s.fronts, at.person)
	switch {
	case a.Type == schema.TypeInstallationUpdate && a.Action == schema.InstallationAdd:
		s.does(at, "Installs()", at)
	case a.Type == schema.TypeInstallationUpdate && a.Action == schema.InstallationRemove:
		s.does(at, "Uninstalls()", at)
	case a.Type == schema.TypeConversationUpdate:
		s.updates(at, a)
	case a.Type == schema.TypeEvent && plainEvents[a.Name] != "":
		s.does(at, plainEvents[a.Name]+"()", at)
	default:
		s.does(at, sendsJSON(a), at)
	}
}

// plainEvents are the sentences for events that say nothing but who.
var plainEvents = map[string]string{ //nolint:gochecknoglobals // a table
	teams.EventReadReceipt:              "Reads",
	teams.EventMeetingStart:             "StartsMeeting",
	teams.EventMeetingEnd:               "EndsMeeting",
	teams.EventMeetingParticipantsJoin:  "Joins",
	teams.EventMeetingParticipantsLeave: "Leaves",
}
