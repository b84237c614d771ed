package world

import (
	"encoding/json"
	"fmt"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// place is where people talk: a chat, or a channel with its threads.
type place struct {
	account schema.ConversationAccount
	name    string
	roster  *roster // a team's standard channels share theirs
	team    *team   // nil outside a team
	kind    string  // of a channel: standard, private or shared
	deleted bool
	sharing []teams.TeamInfo      // the teams that a shared channel is shared with
	meeting *meeting              // whose chat it is
	with    string                // of a personal chat: the person's id
	said    []*message            // in order, in all threads
	roots   []*message            // of a channel: those that began its threads
	threads map[string][]*message // of a channel: the messages of each thread, by its root, which is the first
	notices []Notice              // in order
	history []schema.Activity     // that the bot uploaded
	stream  *stream               // of a personal chat: the last one
	stopAt  func(string) bool     // whether its person stops a stream that has shown this; nil if they do not
	meters  *meters               // what the bot asked for here; see spent

	messageJSON json.RawMessage // the channel data of what people say, once it was needed
}

// PersonalChat returns the id of the person's chat with the bot. The first call installs the app for the person.
func (w *World) PersonalChat(p Person) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.personalChat(p).account.ID
}

func (w *World) personalChat(p Person) *place {
	if chat, ok := w.personal[p.ID]; ok {
		return chat
	}
	chat := w.addPlace(&place{
		account: schema.ConversationAccount{
			ID:               fmt.Sprintf("a:chat-%d", w.next()),
			TenantID:         w.tenantOf(p),
			ConversationType: schema.ConversationPersonal,
		},
		name:   chatName(p),
		roster: newRoster([]Person{p}),
		with:   p.ID,
	})
	w.personal[p.ID] = chat
	return chat
}

func chatName(p Person) string { return p.Name + "'s chat" }

// AddGroupChat starts a chat of these people and the bot and returns its id. It is of the first one's organization.
func (w *World) AddGroupChat(name string, members ...Person) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.addGroupChat(name, members).account.ID
}

func (w *World) addGroupChat(name string, members []Person) *place {
	return w.addPlace(&place{
		account: schema.ConversationAccount{
			ID:               fmt.Sprintf("19:chat-%d@thread.v2", w.next()),
			TenantID:         w.tenantOf(members...),
			ConversationType: schema.ConversationGroup,
			IsGroup:          true,
		},
		name:   name,
		roster: newRoster(members),
	})
}

// AddTeam founds a team of these people and the bot, in the first one's organization. Its id is also that of its first channel,
// General. It panics if one of them is of another organization; see [World.AddTenant].
func (w *World) AddTeam(name string, members ...Person) teams.TeamInfo {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.next()
	t := &team{TeamInfo: teams.TeamInfo{ID: fmt.Sprintf("19:channel-%d@thread.tacv2", n), Name: name, AADGroupID: uuid(n)}}
	t.tenant = w.tenantOf(members...)
	if err := w.admitTo(t, members); err != nil {
		panic(err)
	}
	w.addChannel(t, t.ID, "General", standard, newRoster(members))
	return t.TeamInfo
}

// AddChannel adds a standard channel to the team with that id and returns the channel's id.
func (w *World) AddChannel(teamID, name string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	general, ok := w.places[teamID]
	if !ok || general.team == nil {
		return "", fmt.Errorf("world: there is no team %q", teamID)
	}
	id := fmt.Sprintf("19:channel-%d@thread.tacv2", w.next())
	w.addChannel(general.team, id, name, standard, general.roster)
	return id, nil
}

func (w *World) addChannel(t *team, id, name, kind string, members *roster) *place {
	return w.addPlace(&place{
		account: schema.ConversationAccount{ID: id, TenantID: t.tenant, ConversationType: schema.ConversationChannel, IsGroup: true},
		name:    name,
		roster:  members,
		team:    t,
		kind:    kind,
	})
}

func (w *World) addPlace(p *place) *place {
	w.places[p.account.ID] = p
	w.inOrder = append(w.inOrder, p)
	if p.with == "" {
		w.common = append(w.common, p)
	}
	w.touch()
	return p
}

// Seat puts people into a group chat or, through any of its channels, a team, as if they had always been there: nobody
// is told.
func (w *World) Seat(conversationID string, people ...Person) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, err := w.joinable(conversationID)
	if err != nil {
		return err
	}
	if err := w.admit(where, people); err != nil {
		return err
	}
	where.roster.add(people)
	w.touch()
	return nil
}

// Reference returns the address of a conversation as the bot can keep it from what the person sends there.
func (w *World) Reference(p Person, conversationID string) (schema.ConversationReference, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, root, err := w.enter(p, conversationID)
	if err != nil {
		return schema.ConversationReference{}, err
	}
	return schema.ConversationReference{
		User:         p.account(),
		Bot:          w.bot,
		Conversation: where.conversation(root),
		ChannelID:    schema.ChannelTeams,
		ServiceURL:   w.serviceURL,
		Locale:       p.Locale,
	}, nil
}

// at finds the place of a conversation, and the thread in it; root is "" in chats and for the channel itself. A
// thread is there when its first message was posted.
func (w *World) at(conversationID string) (where *place, root string, ok bool) {
	placeID, root := teams.SplitThreadID(conversationID)
	where, ok = w.places[placeID]
	if !ok || placeID == conversationID {
		return where, "", ok
	}
	_, ok = where.threads[root]
	return where, root, ok
}

// conversation is the place as a conversation on the wire.
func (p *place) conversation(root string) schema.ConversationAccount {
	account := p.account
	account.ID = teams.ThreadID(account.ID, root)
	return account
}
