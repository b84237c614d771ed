package world

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// place is where people talk: a chat, or a channel with its threads.
type place struct {
	serial   int // the older, the smaller
	account  schema.ConversationAccount
	name     string
	roster   *roster // a team's standard channels share theirs
	team     *team   // nil outside a team
	kind     string  // of a channel: standard, private or shared
	deleted  bool
	with     []teams.TeamInfo // the teams that a shared channel is shared with
	meeting  *meeting         // whose chat it is
	messages map[string]*message
	history  []schema.Activity // that the bot uploaded
}

// roster is who is in a chat or a team.
type roster struct {
	people []string // ids, in the order of joining
	bot    bool
}

// message is one that was posted.
type message struct {
	root     string           // the thread in a channel, else ""
	activity *schema.Activity // as it is after the last update
	deleted  bool
	only     string // the id of the only person who sees it, else ""

	reactions []Reaction
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
			ConversationType: schema.ConversationPersonal,
		},
		name:   p.Name + "'s chat",
		roster: newRoster([]Person{p}),
	})
	w.personal[p.ID] = chat
	return chat
}

// AddGroupChat starts a chat of these people and the bot and returns its id.
func (w *World) AddGroupChat(name string, members ...Person) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.addGroupChat(name, members).account.ID
}

func (w *World) addGroupChat(name string, members []Person) *place {
	return w.addPlace(&place{
		account: schema.ConversationAccount{
			ID:               fmt.Sprintf("19:chat-%d@thread.v2", w.next()),
			ConversationType: schema.ConversationGroup,
			IsGroup:          true,
		},
		name:   name,
		roster: newRoster(members),
	})
}

// AddTeam founds a team of these people and the bot. Its id is also that of its first channel, General.
func (w *World) AddTeam(name string, members ...Person) teams.TeamInfo {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.next()
	t := &team{TeamInfo: teams.TeamInfo{ID: fmt.Sprintf("19:channel-%d@thread.tacv2", n), Name: name, AADGroupID: uuid(n)}}
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
		account: schema.ConversationAccount{ID: id, ConversationType: schema.ConversationChannel, IsGroup: true},
		name:    name,
		roster:  members,
		team:    t,
		kind:    kind,
	})
}

func (w *World) addPlace(p *place) *place {
	p.account.TenantID, p.serial = w.tenantID, len(w.places)
	p.messages = make(map[string]*message)
	w.places[p.account.ID] = p
	return p
}

// Seat puts people into a group chat or, through any of its channels, a team, as if they had always been there: nobody
// is told.
func (w *World) Seat(conversationID string, people ...Person) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, _, ok := w.at(conversationID)
	if !ok {
		return fmt.Errorf("world: there is no conversation %q", conversationID)
	}
	if where.account.ConversationType == schema.ConversationPersonal {
		return fmt.Errorf("world: nobody can join or leave %s", where.name)
	}
	where.roster.add(people)
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
	first, ok := where.messages[root]
	return where, root, ok && first.root == root
}

// find returns a message that is still there. A thread's first message is also found through the channel.
func (p *place) find(root, messageID string) (*message, bool) {
	m, ok := p.messages[messageID]
	if !ok || m.deleted {
		return nil, false
	}
	return m, m.root == root || root == "" && m.root == messageID
}

// nextMessage returns the id of the next message in a place, and its thread. In a channel, one without a thread starts one.
func (w *World) nextMessage(where *place, root string) (id, thread string) {
	id = strconv.Itoa(1_700_000_000_000 + w.next()) // as of Teams, which are milliseconds since 1970
	if where.team != nil && root == "" {
		root = id
	}
	return id, root
}

// Messages returns the messages that are in a chat or thread now for everyone to see, or that started the threads of a
// channel, in order. Treat them as read-only.
func (w *World) Messages(conversationID string) []*schema.Activity {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.messages(conversationID, "")
}

// MessagesFor is [World.Messages] with those that only this person sees.
func (w *World) MessagesFor(p Person, conversationID string) []*schema.Activity {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.messages(conversationID, p.ID)
}

func (w *World) messages(conversationID, personID string) []*schema.Activity {
	where, root, ok := w.at(conversationID)
	if !ok {
		return nil
	}
	var found []*schema.Activity
	for _, id := range slices.Sorted(maps.Keys(where.messages)) {
		if m, ok := where.find(root, id); ok && (m.only == "" || m.only == personID) {
			found = append(found, m.activity)
		}
	}
	return found
}

// conversation is the place as a conversation on the wire.
func (p *place) conversation(root string) schema.ConversationAccount {
	account := p.account
	account.ID = teams.ThreadID(account.ID, root)
	return account
}

// newRoster is of people and the bot.
func newRoster(members []Person) *roster {
	r := &roster{bot: true}
	r.add(members)
	return r
}

func (r *roster) add(members []Person) {
	for _, p := range members {
		if !r.has(p) {
			r.people = append(r.people, p.ID)
		}
	}
}

func (r *roster) remove(members []Person) {
	for _, p := range members {
		r.people = slices.DeleteFunc(r.people, func(id string) bool { return id == p.ID })
	}
}

func (r *roster) has(p Person) bool { return slices.Contains(r.people, p.ID) }
