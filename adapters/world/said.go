package world

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/convobot/convo/framework/schema"
)

// message is one that was posted.
type message struct {
	id       string
	root     string           // the thread in a channel, else ""
	activity *schema.Activity // as it is after the last update
	posted   time.Time
	edited   bool
	deleted  bool
	only     string // the id of the only person who sees it, else ""

	reactions []Reaction
}

// MessageView is a message as a person sees it.
type MessageView struct {
	Activity  *schema.Activity // as it is now; of a deleted message, without what it said. Treat it as read-only
	Posted    time.Time
	Reactions []Reaction // the oldest first
	Edited    bool
	Deleted   bool
	Only      string // the name of the person, if nobody else sees it
	Replies   int    // of a message that began a thread: how many others are in it
}

// post puts a message into a place. Messages are posted in the order of their ids, but for one that was streamed: it has had
// its id since then.
func (p *place) post(m *message) {
	if last := len(p.said) - 1; last >= 0 && m.id < p.said[last].id {
		at, _ := indexOf(p.said, m.id)
		p.said = slices.Insert(p.said, at, m)
		return
	}
	p.said = append(p.said, m)
	if m.root == "" {
		return
	}
	if m.root == m.id {
		p.roots = append(p.roots, m)
	}
	if p.threads == nil {
		p.threads = make(map[string][]*message)
	}
	p.threads[m.root] = append(p.threads[m.root], m)
}

// conversationOf returns the messages of a chat or thread, or those that began a channel's threads.
func (p *place) conversationOf(root string) []*message {
	switch {
	case p.team == nil:
		return p.said
	case root == "":
		return p.roots
	}
	return p.threads[root]
}

// message finds one by its id, also if it is deleted.
func (p *place) message(id string) (*message, bool) {
	i, ok := indexOf(p.said, id)
	if !ok {
		return nil, false
	}
	return p.said[i], true
}

func indexOf(messages []*message, id string) (int, bool) {
	return slices.BinarySearchFunc(messages, id, func(m *message, id string) int { return strings.Compare(m.id, id) })
}

// find returns a message that is still there. A thread's first message is also found through the channel.
func (p *place) find(root, messageID string) (*message, bool) {
	m, ok := p.message(messageID)
	if !ok || m.deleted {
		return nil, false
	}
	return m, m.root == root || root == "" && m.root == messageID
}

// firstMessage is the number that ids of messages begin with: as of Teams, which are milliseconds since 1970.
const firstMessage = 1_700_000_000_000

// nextMessage returns the id of the next message in a place, and its thread. In a channel, one without a thread starts one.
func (w *World) nextMessage(where *place, root string) (id, thread string) {
	id = strconv.Itoa(firstMessage + w.next())
	if where.team != nil && root == "" {
		root = id
	}
	return id, root
}

func (m *message) visibleTo(personID string) bool { return m.only == "" || m.only == personID }

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
	w.endStream(where)
	var found []*schema.Activity
	for _, m := range where.conversationOf(root) {
		if !m.deleted && m.visibleTo(personID) {
			found = append(found, m.activity)
		}
	}
	return found
}

// Page returns the newest messages of a chat or thread that a person sees, or of those that started the threads of a channel:
// at most limit, which is 50 if it is not positive, and none that is not older than the message with the id before, "" being
// all. The oldest is the first. Deleted messages are among them, without what they said. It returns nil if the person is
// not in the conversation. It takes no longer the more messages there are.
func (w *World) Page(p Person, conversationID, before string, limit int) []MessageView {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, root, err := w.enter(p, conversationID)
	if err != nil {
		return nil
	}
	if limit <= 0 {
		limit = 50
	}
	messages := where.conversationOf(root)
	if before != "" {
		end, _ := indexOf(messages, before)
		messages = messages[:end]
	}
	var page []MessageView
	for _, m := range slices.Backward(messages) {
		if len(page) == limit {
			break
		}
		if m.visibleTo(p.ID) {
			page = append(page, w.view(where, m, p))
		}
	}
	slices.Reverse(page)
	return page
}

// Message returns one message as a person sees it in a conversation, also if it was deleted. It is false if there is none
// with that id there, if it is for someone else, or if the person is not in the conversation.
func (w *World) Message(p Person, conversationID, id string) (MessageView, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, root, err := w.enter(p, conversationID)
	if err != nil {
		return MessageView{}, false
	}
	messages := where.conversationOf(root)
	i, ok := indexOf(messages, id)
	if !ok || !messages[i].visibleTo(p.ID) {
		return MessageView{}, false
	}
	return w.view(where, messages[i], p), true
}

func (w *World) view(where *place, m *message, p Person) MessageView {
	v := MessageView{
		Activity: m.activity, Posted: m.posted, Edited: m.edited, Deleted: m.deleted, Only: w.nameOf(m.only),
		Reactions: slices.Clone(m.reactions),
	}
	if m.deleted {
		v.Reactions = nil
		v.Activity = &schema.Activity{
			Type: m.activity.Type, ID: m.id, From: m.activity.From, Conversation: m.activity.Conversation, Timestamp: m.activity.Timestamp,
		}
	}
	if m.root != m.id {
		return v
	}
	for _, reply := range where.threads[m.root][1:] {
		if !reply.deleted && reply.visibleTo(p.ID) {
			v.Replies++
		}
	}
	return v
}
