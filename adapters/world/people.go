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

func (p Person) account() schema.ChannelAccount {
	return schema.ChannelAccount{ID: p.ID, Name: p.Name, AADObjectID: p.AADObjectID}
}

// namelessAccount is how Teams names people in updates of a conversation.
func (p Person) namelessAccount() schema.ChannelAccount {
	return schema.ChannelAccount{ID: p.ID, AADObjectID: p.AADObjectID}
}
