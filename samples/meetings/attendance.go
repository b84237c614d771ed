package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/teams"
)

// maxAttendees is how many people a list has room for.
const maxAttendees = 1000

// attendance is who was in a meeting: those who are still there, and those who left.
type attendance struct {
	MeetingID string
	People    []attendee
}

type attendee struct {
	ID, Name string // 29:..., as notifications want it
	Present  bool
}

// in is the list of that meeting; those that come later in the same chat, as a weekly one does, have lists of their own.
func (a *attendance) in(meetingID string) {
	if a.MeetingID != meetingID {
		*a = attendance{MeetingID: meetingID}
	}
}

// note notes that people came or left.
func (a *attendance) note(members []teams.MeetingMember, present bool) {
	for _, m := range members {
		i := slices.IndexFunc(a.People, func(p attendee) bool { return p.ID == m.User.ID })
		if i < 0 && len(a.People) < maxAttendees {
			i = len(a.People)
			a.People = append(a.People, attendee{ID: m.User.ID, Name: cmp.Or(m.User.Name, "somebody")})
		}
		if i >= 0 {
			a.People[i].Present = present
		}
	}
}

// present are the ids of those who are there.
func (a attendance) present() []string {
	var ids []string
	for _, p := range a.People {
		if p.Present {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// names are the names of those who are there, or of all who were.
func (a attendance) names(all bool) string {
	var names []string
	for _, p := range a.People {
		if all || p.Present {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return cmp.Or(strings.Join(names, ", "), "nobody")
}
