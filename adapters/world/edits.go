package world

import (
	"fmt"
	"slices"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// Reaction is what someone put on a message.
type Reaction struct {
	Type string // like, heart and so on, as in package schema
	Who  string // the name
	Bot  bool   // the bot did it

	id string
}

// Edit has a person replace what they said. It returns the activity as Teams makes it of that, and whether Teams tells the
// bot, which it does if the bot was mentioned before or is now, or in a personal chat.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
func (w *World) Edit(by Person, conversationID, messageID string, a *schema.Activity) (edited *schema.Activity, told bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, m, err := w.own(by, conversationID, messageID)
	if err != nil {
		return nil, false, err
	}
	if m.deleted {
		return nil, false, fmt.Errorf("world: the message %q in %s is deleted", messageID, where.name)
	}
	draft := w.compose(by, a)
	draft.Type, draft.ID = schema.TypeMessage, messageID
	before := m.activity
	after, err := w.stamp(draft, by.account(), where.conversation(m.root), w.messageData(where))
	if err != nil {
		return nil, false, err
	}
	m.activity, m.edited = after, true
	edited, err = w.changed(by, where, m, schema.TypeMessageUpdate, teams.EventEditMessage)
	return edited, w.reaches(where, before) || w.reaches(where, after), err
}

// Delete has a person take back what they said, as [World.Edit] replaces it.
func (w *World) Delete(by Person, conversationID, messageID string) (deleted *schema.Activity, told bool, err error) {
	return w.setDeleted(by, conversationID, messageID, true)
}

// Undelete has a person undo [World.Delete].
func (w *World) Undelete(by Person, conversationID, messageID string) (restored *schema.Activity, told bool, err error) {
	return w.setDeleted(by, conversationID, messageID, false)
}

func (w *World) setDeleted(by Person, conversationID, messageID string, deleted bool) (*schema.Activity, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, m, err := w.own(by, conversationID, messageID)
	if err != nil {
		return nil, false, err
	}
	if m.deleted == deleted {
		return nil, false, fmt.Errorf("world: the message %q in %s: deleted is %t already", messageID, where.name, deleted)
	}
	m.deleted = deleted
	kind, event := schema.TypeMessageUpdate, teams.EventUndeleteMessage
	if deleted {
		kind, event = schema.TypeMessageDelete, teams.EventSoftDeleteMessage
	}
	a, err := w.changed(by, where, m, kind, event)
	return a, w.reaches(where, m.activity), err
}

// own finds a message that the person wrote, also if it is deleted.
func (w *World) own(by Person, conversationID, messageID string) (*place, *message, error) {
	where, _, err := w.enter(by, conversationID)
	if err != nil {
		return nil, nil, err
	}
	m, ok := where.message(messageID)
	if !ok || m.activity.From.ID != by.ID {
		return nil, nil, fmt.Errorf("world: %s wrote no message %q in %s", by.Name, messageID, where.name)
	}
	return where, m, nil
}

// changed records that a message became another, or went, and returns what Teams says of it.
func (w *World) changed(by Person, where *place, m *message, kind, event string) (*schema.Activity, error) {
	draft := *m.activity
	data := w.messageData(where)
	data.EventType = event
	draft.Type, draft.ChannelData = kind, data
	if kind == schema.TypeMessageDelete {
		draft.Text, draft.Attachments, draft.Entities = "", nil, []schema.Entity{by.client()}
	}
	a, err := w.stamp(&draft, by.account(), where.conversation(m.root), nil)
	if err != nil {
		return nil, err
	}
	entry := Edited
	if kind == schema.TypeMessageDelete {
		entry = Deleted
	}
	w.record(Entry{Kind: entry, Who: by.Name, Where: where.name, Activity: a})
	return a, nil
}

// React has a person put a reaction on a message, such as schema.ReactionLike, or take it off again. It returns the
// activity as Teams makes it of that, and whether Teams tells the bot, which it does of the bot's own messages.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events#message-reaction-events
func (w *World) React(by Person, conversationID, messageID, reaction string, on bool) (reacted *schema.Activity, told bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, root, err := w.enter(by, conversationID)
	if err != nil {
		return nil, false, err
	}
	m, ok := where.find(root, messageID)
	switch {
	case !ok || m.only != "" && m.only != by.ID:
		return nil, false, fmt.Errorf("world: there is no message %q in %s", messageID, where.name)
	case m.only != "":
		return nil, false, fmt.Errorf("world: Teams lets nobody react to a message that only one person sees")
	case !m.react(Reaction{Type: reaction, Who: by.Name, id: by.ID}, on):
		return nil, false, fmt.Errorf("world: the reaction %s of %s on the message %q: on is %t already", reaction, by.Name, messageID, on)
	}
	some := []schema.MessageReaction{{Type: reaction}}
	draft := &schema.Activity{Type: schema.TypeMessageReaction, ReplyToID: messageID, ReactionsAdded: some}
	if !on {
		draft.ReactionsAdded, draft.ReactionsRemoved = nil, some
	}
	a, err := w.stamp(draft, by.account(), where.conversation(m.root), w.messageData(where))
	if err != nil {
		return nil, false, err
	}
	w.record(Entry{Kind: Reacted, Who: by.Name, Where: where.name, Activity: a})
	return a, where.roster.bot && m.activity.From.ID == w.bot.ID, nil
}

// react puts a reaction on the message or takes it off, and reports whether that changed anything.
func (m *message) react(r Reaction, on bool) bool {
	i := slices.IndexFunc(m.reactions, func(has Reaction) bool { return has.id == r.id && has.Type == r.Type })
	switch {
	case on && i < 0:
		m.reactions = append(m.reactions, r)
	case !on && i >= 0:
		m.reactions = slices.Delete(m.reactions, i, i+1)
	default:
		return false
	}
	return true
}

// Reactions returns the reactions on a message, the oldest first.
func (w *World) Reactions(conversationID, messageID string) []Reaction {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, root, ok := w.at(conversationID)
	if !ok {
		return nil
	}
	m, ok := where.find(root, messageID)
	if !ok {
		return nil
	}
	return slices.Clone(m.reactions)
}

// Read has a person read their personal chat with the bot to its end. It returns what Teams tells the bot: the receipt of
// the newest message, if that is the bot's.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events#receive-a-read-receipt
func (w *World) Read(by Person, conversationID string) ([]*schema.Activity, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where, _, err := w.enter(by, conversationID)
	if err != nil {
		return nil, err
	}
	if where.account.ConversationType != schema.ConversationPersonal {
		return nil, fmt.Errorf("world: Teams sends receipts in personal chats only, not in %s", where.name)
	}
	last := ""
	for _, m := range slices.Backward(where.said) {
		if !m.deleted && m.activity.From.ID == w.bot.ID {
			last = m.id
			break
		}
	}
	if last == "" {
		return nil, fmt.Errorf("world: there is nothing of the bot to read in %s", where.name)
	}
	return w.tell(by, where, where.account, &schema.Activity{
		Type: schema.TypeEvent, Name: teams.EventReadReceipt, Value: teams.ReadReceipt{LastReadMessageID: last},
		Locale: by.Locale, Entities: []schema.Entity{by.client()},
	}, w.messageData(where))
}
