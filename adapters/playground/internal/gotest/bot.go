package gotest

import (
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// tellOfBot expects what the bot did.
func (s *story) tellOfBot(e world.Entry) {
	a := e.Activity
	conversation := a.Conversation.ID
	at := seat{s.observer(e), conversation}
	switch e.Kind {
	case world.Posted:
		s.said[conversation] = append(s.said[conversation], a)
		if place, root := teams.SplitThreadID(conversation); root == a.ID {
			s.begins(conversation, s.does(seat{at.person, place}, call("ExpectThread", a.Text), at))
			return
		}
		s.expects(at, expectPosted(e))
	case world.Edited:
		s.replace(conversation, a)
		if texts := client.CardTexts(a); a.Text == "" && len(texts) > 0 {
			s.expects(at, call("ExpectCardUpdate", texts[0]))
		} else {
			s.expects(at, call("ExpectUpdate", a.Text))
		}
	case world.Deleted:
		s.remove(conversation, a.ID)
		s.expects(at, "ExpectDelete()")
	case world.Reacted:
		for _, r := range a.ReactionsAdded {
			s.expects(at, call("ExpectReaction", r.Type))
		}
	case world.Notified:
		s.expects(at, call("ExpectNotification", ""))
	case world.Uploaded:
		content, _ := s.world.File(s.person(at.person), a.Attachments[0].Name)
		s.expects(at, call("ExpectFile", a.Attachments[0].Name, string(content)))
	case world.Typed: // how often a bot shows that is up to the time
	case world.Stopped, world.Refused, world.Told: // what no expectation takes
	case world.Started: // which Teams lets no bot do, nor the world of a test
	}
}

func expectPosted(e world.Entry) string {
	a := e.Activity
	texts := client.CardTexts(a)
	switch {
	case e.Only != "" && a.Text == "" && len(texts) > 0:
		return call("ExpectTargeted", texts[0])
	case e.Only != "":
		return call("ExpectTargeted", a.Text)
	case a.Text == "" && len(texts) > 0:
		return call("ExpectCard", texts[0])
	}
	return call("ExpectText", a.Text)
}

// observer is who sees what the bot did: the only one who can, whom the last statement is about, or else someone who is there.
func (s *story) observer(e world.Entry) string {
	conversation := e.Activity.Conversation.ID
	place, _ := teams.SplitThreadID(conversation)
	if e.Only != "" {
		for _, p := range s.world.People() {
			if p.Name == e.Only && (e.Kind == world.Uploaded || s.isIn(p, place)) {
				return p.ID
			}
		}
	}
	if last := len(s.statements); last > 0 && s.statements[last-1].ends.conversation == conversation {
		return s.statements[last-1].ends.person
	}
	if who, ok := s.lastIn[conversation]; ok {
		return who
	}
	if who, ok := s.lastIn[place]; ok {
		return who
	}
	if with := s.places[place].With; with != "" {
		return with
	}
	members, _ := s.world.MembersPage(place, 0, 1)
	if len(members) == 0 {
		return ""
	}
	return members[0].ID
}

// isIn reports whether a person is in a place, without asking for everybody who is: that may be a crowd.
func (s *story) isIn(p world.Person, place string) bool {
	_, err := s.world.Reference(p, place)
	return err == nil
}

func (s *story) replace(conversation string, a *schema.Activity) {
	if i := s.indexOf(conversation, a.ID); i >= 0 {
		s.said[conversation][i] = a
	}
}

func (s *story) remove(conversation, id string) {
	s.said[conversation] = slices.DeleteFunc(s.said[conversation], func(a *schema.Activity) bool { return a.ID == id })
}

func (s *story) indexOf(conversation, id string) int {
	return slices.IndexFunc(s.said[conversation], func(a *schema.Activity) bool { return a.ID == id })
}

// expectNothing ends the story of each conversation where the bot did nothing more in what happened after.
func (s *story) expectNothing(after []world.Entry) {
	for _, conversation := range s.order {
		who, ok := s.lastIn[conversation]
		goesOn := slices.ContainsFunc(after, func(e world.Entry) bool {
			return e.Bot && e.Activity != nil && strings.HasPrefix(e.Activity.Conversation.ID, conversation)
		})
		if ok && !goesOn {
			s.expects(seat{who, conversation}, "ExpectNothing()")
		}
	}
}
