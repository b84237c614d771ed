package world

import (
	"fmt"

	"github.com/convobot/convo/framework/schema"
)

// Person is someone of the world's organization.
type Person struct {
	ID          string // as Teams tells it to this bot, "29:..."
	AADObjectID string // in Microsoft Entra
	Name        string
	Locale      string // BCP 47
}

// AddPerson adds someone to the organization and returns them with what was left out filled in: ids, a name, and
// the locale en-US. A person with an id that is taken takes its place.
func (w *World) AddPerson(p Person) Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.next()
	if p.ID == "" {
		p.ID = fmt.Sprintf("29:person-%d", n)
	}
	if p.AADObjectID == "" {
		p.AADObjectID = uuid(n)
	}
	if p.Name == "" {
		p.Name = fmt.Sprintf("Person %d", n)
	}
	if p.Locale == "" {
		p.Locale = "en-US"
	}
	w.people[p.ID], w.people[p.AADObjectID] = p, p
	return p
}

// Block has a person block the bot. From then on Teams refuses what the bot says or changes in their personal chat, and
// that chat's creation, with 403 and the code ConversationBlockedByUser. (Teams has another form for this, errorCode 209
// with MessageWritesBlocked in a nested text; this one is in its table of status codes.) The bot is not told. In groups and
// channels nothing changes.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
func (w *World) Block(p Person) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.blocked[p.ID] = true
}

// Unblock takes back what [World.Block] did.
func (w *World) Unblock(p Person) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.blocked, p.ID)
}

// Unreachable makes people whom the channel cannot add: a new group chat comes about without them, and a chat with one
// of them alone is refused as if the app were not installed. Where they are already, nothing changes.
func (w *World) Unreachable(people ...Person) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range people {
		w.unreachable[p.ID] = true
	}
}

func (p Person) account() schema.ChannelAccount {
	return schema.ChannelAccount{ID: p.ID, Name: p.Name, AADObjectID: p.AADObjectID}
}

// namelessAccount is how Teams names people in updates of a conversation.
func (p Person) namelessAccount() schema.ChannelAccount {
	return schema.ChannelAccount{ID: p.ID, AADObjectID: p.AADObjectID}
}
