package world

import (
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Meeting names a meeting.
type Meeting struct {
	ID             string // as the connector's routes have it
	ConversationID string // of its chat
}

// meeting is a meeting and who is in it now.
type meeting struct {
	details   teams.MeetingDetails
	organizer Person
	chat      *place
	running   bool
	present   map[string]bool // by the person's id
}

// AddMeeting plans a meeting of an hour, from now on, with these people and the bot in its chat. Nobody is told.
func (w *World) AddMeeting(title string, organizer Person, others ...Person) Meeting {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.next()
	chatID := fmt.Sprintf("19:meeting_%d@thread.v2", n)
	start := w.clock.Now().UTC()
	m := &meeting{
		details: teams.MeetingDetails{
			ID:                 base64.StdEncoding.EncodeToString([]byte("0#" + chatID + "#0")),
			MSGraphResourceID:  uuid(n),
			ScheduledStartTime: schema.NewTime(start),
			ScheduledEndTime:   schema.NewTime(start.Add(time.Hour)),
			JoinURL:            fmt.Sprintf("https://teams.example/l/meetup-join/%d", n),
			Title:              title,
			Type:               "Scheduled",
		},
		organizer: organizer,
		present:   make(map[string]bool),
	}
	m.chat = w.addPlace(&place{
		account: schema.ConversationAccount{ID: chatID, TenantID: w.tenantOf(organizer), ConversationType: schema.ConversationGroup, IsGroup: true},
		name:    title,
		roster:  newRoster(append([]Person{organizer}, others...)),
		meeting: m,
	})
	w.meetings[m.details.ID] = m
	return Meeting{ID: m.details.ID, ConversationID: chatID}
}

// StartMeeting has a person start the meeting with that id. It returns what Teams tells the bot.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#get-real-time-teams-meeting-events-api
func (w *World) StartMeeting(by Person, meetingID string) ([]*schema.Activity, error) {
	return w.meet(by, meetingID, func(m *meeting) (string, any, bool) {
		ok := !m.running
		m.running = true
		return teams.EventMeetingStart, teams.MeetingStart{
			ID: m.details.ID, JoinURL: m.details.JoinURL, MeetingType: m.details.Type, Title: m.details.Title, StartTime: w.now(),
		}, ok
	})
}

// EndMeeting has a person end a meeting that runs, for everybody, as [World.StartMeeting] starts it.
func (w *World) EndMeeting(by Person, meetingID string) ([]*schema.Activity, error) {
	return w.meet(by, meetingID, func(m *meeting) (string, any, bool) {
		ok := m.running
		m.running = false
		clear(m.present)
		return teams.EventMeetingEnd, teams.MeetingEnd{
			ID: m.details.ID, JoinURL: m.details.JoinURL, MeetingType: m.details.Type, Title: m.details.Title, EndTime: w.now(),
		}, ok
	})
}

// JoinMeeting has a person join a meeting that runs. It returns what Teams tells the bot.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis#receive-participant-events
func (w *World) JoinMeeting(by Person, meetingID string) ([]*schema.Activity, error) {
	return w.meet(by, meetingID, func(m *meeting) (string, any, bool) {
		ok := m.running && !m.present[by.ID]
		if ok {
			m.present[by.ID] = true
		}
		return teams.EventMeetingParticipantsJoin, w.participants(m, by), ok
	})
}

// LeaveMeeting has a person leave a meeting that they joined, as [World.JoinMeeting] has them join it.
func (w *World) LeaveMeeting(by Person, meetingID string) ([]*schema.Activity, error) {
	return w.meet(by, meetingID, func(m *meeting) (string, any, bool) {
		ok := m.present[by.ID]
		delete(m.present, by.ID)
		return teams.EventMeetingParticipantsLeave, w.participants(m, by), ok
	})
}

// MeetingNow reports whether a meeting runs, and who is in it. There is none with an id that is not known.
func (w *World) MeetingNow(meetingID string) (running bool, present []Person) {
	w.mu.Lock()
	defer w.mu.Unlock()
	m, ok := w.meetings[meetingID]
	if !ok {
		return false, nil
	}
	for _, id := range slices.Sorted(maps.Keys(m.present)) {
		if p, ok := w.person(id); ok {
			present = append(present, p)
		}
	}
	return m.running, present
}

// meet has a person do something with a meeting, and tells of it if it could be done.
func (w *World) meet(by Person, meetingID string, do func(*meeting) (name string, value any, ok bool)) ([]*schema.Activity, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	m, ok := w.meetings[meetingID]
	if !ok || !m.chat.roster.has(by) {
		return nil, fmt.Errorf("world: %s has no meeting %q", by.Name, meetingID)
	}
	name, value, ok := do(m)
	if !ok {
		return nil, fmt.Errorf("world: %s cannot be what happens in the meeting %s now", name, m.chat.name)
	}
	data := w.messageData(m.chat)
	a, err := w.stamp(&schema.Activity{Type: schema.TypeEvent, Name: name, Value: value, Locale: by.Locale, Entities: []schema.Entity{by.client()}},
		by.account(), m.chat.account, data)
	if err != nil {
		return nil, err
	}
	w.record(Entry{Kind: Told, Who: by.Name, Where: m.chat.name, Activity: a, Notice: w.noticeOf(by, m.chat, a, data)})
	if !m.chat.roster.bot {
		return nil, nil
	}
	return []*schema.Activity{a}, nil
}

func (w *World) participants(m *meeting, p Person) teams.MeetingParticipants {
	return teams.MeetingParticipants{Members: []teams.MeetingMember{{User: w.profile(p), Meeting: m.presence(p)}}}
}

// presence says what someone is in the meeting.
func (m *meeting) presence(p Person) teams.MeetingPresence {
	role := "Presenter"
	if p.ID == m.organizer.ID {
		role = "Organizer"
	}
	return teams.MeetingPresence{Role: role, InMeeting: m.present[p.ID]}
}

// profile is a person as Teams writes them inside of other JSON.
func (w *World) profile(p Person) teams.Member {
	m, err := schema.As[teams.Member](w.member(p))
	if err != nil { // a person without a JSON form has an account all the same
		m.ChannelAccount = p.account()
	}
	return m
}
