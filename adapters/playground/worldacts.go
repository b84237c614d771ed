package playground

import (
	"maps"
	"net/http"
	"slices"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// deed is what somebody does with people and places. Which members matter depends on Do.
type deed struct {
	Do       string   `json:"do"`
	By       string   `json:"by,omitempty"`     // the id of who does it; nobody does what ofOrganization has
	In       string   `json:"in,omitempty"`     // the conversation, or through any of its channels the team
	Name     string   `json:"name,omitempty"`   // of what comes about, or the new one
	Kind     string   `json:"kind,omitempty"`   // of a channel
	Event    string   `json:"event,omitempty"`  // what becomes of a channel or a team, as in package teams
	People   []string `json:"people,omitempty"` // the ids of whom it is about
	Teams    []string `json:"teams,omitempty"`  // the ids of those that a channel is shared with
	Locale   string   `json:"locale,omitempty"`
	TimeZone string   `json:"timeZone,omitempty"`
	Guest    bool     `json:"guest,omitempty"`
	Tenant   string   `json:"tenant,omitempty"` // the name of a new person's organization, which may be new; "" is the first
	Count    int      `json:"count,omitempty"`  // of a crowd
}

// done is what came of it.
type done struct {
	acted

	ID string `json:"id,omitempty"` // of what came about
}

// byPerson is how one of them is done by somebody.
type byPerson func(p *Playground, by world.Person, in deed) (done, error)

func (p *Playground) serveWorld(w http.ResponseWriter, r *http.Request) {
	var in deed
	if err := decode(w, r, &in); err != nil {
		answer(w, nil, err)
		return
	}
	if happen, ok := p.organization[in.Do]; ok {
		out, err := happen(p.world, in)
		answer(w, out, err)
		return
	}
	do, known := p.deeds[in.Do]
	somebody, ok := p.world.Person(in.By)
	switch {
	case !known:
		answer(w, nil, badRequest("nobody can %q", in.Do))
	case !ok:
		answer(w, nil, badRequest("choose who does it: there is no person %q", in.By))
	default:
		out, err := do(p, somebody, in)
		out.Problem = p.tell(r.Context(), out.hears...)
		answer(w, out, err)
	}
}

// deeds returns what people can do with places, by the name in Do.
func deeds() map[string]byPerson {
	all := meetingDeeds()
	maps.Copy(all, map[string]byPerson{
		"install":   (*Playground).install,
		"uninstall": telling((*world.World).Uninstall),
		"block": func(p *Playground, by world.Person, _ deed) (done, error) {
			p.world.Block(by)
			return done{}, nil
		},
		"unblock": func(p *Playground, by world.Person, _ deed) (done, error) {
			p.world.Unblock(by)
			return done{}, nil
		},
		"createChat": func(p *Playground, by world.Person, in deed) (done, error) {
			others, err := p.named(in)
			if err != nil {
				return done{}, err
			}
			return p.withBot(by, p.world.AddGroupChat(in.Name, append([]world.Person{by}, others...)...))
		},
		"createTeam": func(p *Playground, by world.Person, in deed) (done, error) {
			others, err := p.named(in)
			if err != nil {
				return done{}, err
			}
			if slices.ContainsFunc(others, func(one world.Person) bool { return one.TenantID != by.TenantID }) {
				return done{}, badRequest("a team has people of its organization, and those of others as its guests only")
			}
			return p.withBot(by, p.world.AddTeam(in.Name, append([]world.Person{by}, others...)...).ID)
		},
		"createChannel": func(p *Playground, by world.Person, in deed) (done, error) {
			if _, err := p.named(in); err != nil {
				return done{}, err
			}
			id, told, err := p.world.CreateChannel(by, in.In, in.Name, in.Kind)
			out, err := deedOf(told, err)
			out.ID = id
			return out, err
		},
		"renameChat": func(p *Playground, by world.Person, in deed) (done, error) {
			return deedOf(p.world.RenameChat(by, in.In, in.Name))
		},
		"deleteChat": func(p *Playground, by world.Person, in deed) (done, error) {
			return done{}, p.world.DeleteChat(by, in.In)
		},
		"change":        (*Playground).change,
		"addMembers":    members((*world.World).AddMembers),
		"removeMembers": members((*world.World).RemoveMembers),
	})
	return all
}

// deedOf is [madeSome] for deeds.
func deedOf(told []*schema.Activity, err error) (done, error) {
	out, err := madeSome(told, err)
	return done{acted: out}, err
}

// telling makes a deed of what is done in a conversation.
func telling(do func(*world.World, world.Person, string) ([]*schema.Activity, error)) byPerson {
	return func(p *Playground, by world.Person, in deed) (done, error) {
		return deedOf(do(p.world, by, in.In))
	}
}

// members makes a deed of what is done with some people in a conversation.
func members(do func(*world.World, world.Person, string, ...world.Person) ([]*schema.Activity, error)) byPerson {
	return func(p *Playground, by world.Person, in deed) (done, error) {
		people, err := p.people(in)
		if err == nil && len(people) == 0 {
			err = badRequest("choose somebody")
		}
		if err != nil {
			return done{}, err
		}
		return deedOf(do(p.world, by, in.In, people...))
	}
}

// install adds the app to a conversation, or without one to the person's own chat.
func (p *Playground) install(by world.Person, in deed) (done, error) {
	if in.In == "" {
		in.In = p.world.PersonalChat(by)
	}
	return p.withBot(by, in.In)
}

// withBot tells the bot that it is in a conversation.
func (p *Playground) withBot(by world.Person, conversation string) (done, error) {
	out, err := deedOf(p.world.Install(by, conversation))
	out.ID = conversation
	return out, err
}

// change changes a channel or a team.
func (p *Playground) change(by world.Person, in deed) (done, error) {
	c := world.Change{Event: in.Event, Name: in.Name}
	for _, id := range in.Teams {
		name, ok := p.teamName(id)
		if !ok {
			return done{}, badRequest("there is no team %q", id)
		}
		c.Teams = append(c.Teams, teams.TeamInfo{ID: id, Name: name})
	}
	return deedOf(p.world.Change(by, in.In, c))
}

func (p *Playground) teamName(id string) (name string, ok bool) {
	general, _ := p.world.Conversation(id)
	return general.TeamName, id != "" && general.TeamID == id
}

// meetingDeeds are what people can do with meetings. In of a meeting is its id.
func meetingDeeds() map[string]byPerson {
	return map[string]byPerson{
		"createMeeting": func(p *Playground, by world.Person, in deed) (done, error) {
			others, err := p.named(in)
			if err != nil {
				return done{}, err
			}
			return p.withBot(by, p.world.AddMeeting(in.Name, by, others...).ConversationID)
		},
		"startMeeting": telling((*world.World).StartMeeting),
		"endMeeting":   telling((*world.World).EndMeeting),
		"joinMeeting":  telling((*world.World).JoinMeeting),
		"leaveMeeting": telling((*world.World).LeaveMeeting),
	}
}

// named returns the people of something that needs a name.
func (p *Playground) named(in deed) ([]world.Person, error) {
	if in.Name == "" {
		return nil, badRequest("it needs a name")
	}
	return p.people(in)
}

func (p *Playground) people(in deed) ([]world.Person, error) {
	people := make([]world.Person, 0, len(in.People))
	for _, id := range in.People {
		one, ok := p.world.Person(id)
		if !ok {
			return nil, badRequest("there is no person %q", id)
		}
		people = append(people, one)
	}
	return people, nil
}
