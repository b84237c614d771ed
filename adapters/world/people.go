package world

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/convobot/convo/framework/schema"
)

// What people have who are not given anything else.
const (
	defaultLocale   = "en-US"
	defaultTimeZone = "UTC"
)

// Person is someone of one of the world's organizations.
type Person struct {
	ID          string // as Teams tells it to this bot, "29:..."
	AADObjectID string // in Microsoft Entra
	Name        string
	Locale      string // BCP 47; default en-US
	TimeZone    string // of their client, an IANA name such as Europe/Berlin; default UTC, for which an unknown one is taken
	TenantID    string // their organization; default the first
	Guest       bool   // invited to it from elsewhere; members routes say so
}

// AddPerson adds someone to an organization and returns them with what was left out filled in: ids, a name, the locale, the
// time zone and the organization, which is founded if it is not there. A person with an id that is taken takes its place, in the
// organization where that is.
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
	p.Name = cmp.Or(p.Name, fmt.Sprintf("Person %d", n))
	p.Locale = cmp.Or(p.Locale, defaultLocale)
	p.TimeZone = p.timeZone()
	before, _ := w.person(p.ID)
	p.TenantID = cmp.Or(before.TenantID, p.TenantID, w.tenantID)
	if t, known := w.tenant(p.TenantID); !known {
		w.tenants = append(w.tenants, t)
	}
	w.setPerson(p)
	w.touch()
	return p
}

// setPerson keeps what a person is now.
func (w *World) setPerson(p Person) {
	if before, known := w.people[p.ID]; known {
		delete(w.people, before.AADObjectID)
	} else {
		w.joined = append(w.joined, p.ID)
	}
	w.people[p.ID], w.people[p.AADObjectID] = p, p
	delete(w.gone, p.ID)
}

// People returns everybody in the organizations, in the order of joining. Of a [Crowd] only those are among them who were
// changed, since the time when they were.
func (w *World) People() []Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	people := make([]Person, len(w.joined))
	for i, id := range w.joined {
		people[i] = w.people[id]
	}
	return people
}

// Person returns someone by their id or Entra object id, as they are now, and whether there is one.
func (w *World) Person(id string) (Person, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.person(id)
}

// PersonNamed returns someone of the organization by their name, as they are now, and whether there is one; of several, who
// joined first. Who is in a [Crowd] counts, after the others.
func (w *World) PersonNamed(name string) (Person, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range w.joined {
		if p := w.people[id]; p.Name == name {
			return p, true
		}
	}
	for _, c := range w.crowds {
		number, ok := strings.CutPrefix(name, c.name+" ")
		n, err := strconv.Atoi(number)
		if !ok || err != nil || n < 1 || n > c.size {
			continue
		}
		if p, ok := w.crowdPerson(c.id(n - 1)); ok && p.Name == name {
			return p, true
		}
	}
	return Person{}, false
}

func (w *World) person(id string) (Person, bool) {
	if p, ok := w.people[id]; ok {
		return p, true
	}
	return w.crowdPerson(id)
}

// nameOf is the name of the person with that id, or "".
func (w *World) nameOf(id string) string {
	p, _ := w.person(id)
	return p.Name
}

// RenamePerson gives someone another name, and with it another mail address; id is either of theirs. It returns them as they
// are from now on, for what they do next. Teams does not tell the bot.
func (w *World) RenamePerson(id, name string) (Person, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, ok := w.person(id)
	switch {
	case !ok:
		return Person{}, fmt.Errorf("world: there is no person %q", id)
	case name == "":
		return Person{}, fmt.Errorf("world: the new name of %s is empty", p.Name)
	}
	p.Name = name
	w.setPerson(p)
	if chat, ok := w.personal[p.ID]; ok {
		chat.name = chatName(p)
	}
	w.touch()
	return p, nil
}

// RemovePerson has someone leave their organization, as when their account is deleted; id is either of theirs. They are in no
// conversation any more, and their chat with the bot is gone: what the bot says there is refused with 404 and the code
// ConversationNotFound. What they wrote stays. Teams does not tell the bot.
//
// Spec: https://github.com/OfficeDev/microsoft-teams-apps-company-communicator/issues/179
func (w *World) RemovePerson(id string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, ok := w.person(id)
	if !ok {
		return fmt.Errorf("world: there is no person %q", id)
	}
	for _, where := range w.places {
		where.roster.remove([]Person{p})
	}
	if chat, ok := w.personal[p.ID]; ok {
		chat.deleted = true
		delete(w.personal, p.ID)
	}
	for _, m := range w.meetings {
		delete(m.present, p.ID)
	}
	delete(w.people, p.ID)
	delete(w.people, p.AADObjectID)
	if _, _, ok := splitCrowdID(p.ID); ok {
		w.gone[p.ID] = true
	}
	delete(w.blocked, p.ID)
	delete(w.unreachable, p.ID)
	w.tokens.forget(p)
	w.joined = slices.DeleteFunc(w.joined, func(id string) bool { return id == p.ID })
	w.touch()
	return nil
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
	w.touch()
}

// Unblock takes back what [World.Block] did.
func (w *World) Unblock(p Person) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.blocked, p.ID)
	w.touch()
}

// Blocked reports whether a person blocks the bot, see [World.Block].
func (w *World) Blocked(p Person) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.blocked[p.ID]
}

// Unreachable makes people whom the channel cannot add: a new group chat comes about without them, and a chat with one
// of them alone is refused as if the app were not installed. Where they are already, nothing changes.
func (w *World) Unreachable(people ...Person) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range people {
		w.unreachable[p.ID] = true
	}
	w.touch()
}

// Reachable takes back what [World.Unreachable] did.
func (w *World) Reachable(people ...Person) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range people {
		delete(w.unreachable, p.ID)
	}
	w.touch()
}

// CanReach reports whether the channel can add a person, see [World.Unreachable].
func (w *World) CanReach(p Person) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.unreachable[p.ID]
}

func (p Person) account() schema.ChannelAccount {
	return schema.ChannelAccount{ID: p.ID, Name: p.Name, AADObjectID: p.AADObjectID}
}

// namelessAccount is how Teams names people in updates of a conversation.
func (p Person) namelessAccount() schema.ChannelAccount {
	return schema.ChannelAccount{ID: p.ID, AADObjectID: p.AADObjectID}
}

func (p Person) timeZone() string { return cmp.Or(p.TimeZone, defaultTimeZone) }

// localTime is the time on the person's clock. A time zone that this system does not know is taken for UTC.
func (w *World) localTime(p Person) time.Time {
	name := p.timeZone()
	zone, known := w.zones[name]
	if !known {
		var err error
		if zone, err = time.LoadLocation(name); err != nil {
			zone = time.UTC
		}
		w.zones[name] = zone
	}
	return w.clock.Now().In(zone)
}

// mail is the person's address: guests have one of their own organization.
func (w *World) mail(p Person) string {
	if p.Guest {
		return p.alias() + "@guests.example"
	}
	return p.alias() + w.mailDomain(p.TenantID)
}

// principalName is how the person signs in: for a guest, Entra makes it of their address.
//
// Spec: https://learn.microsoft.com/entra/external-id/user-properties#user-principal-name
func (w *World) principalName(p Person) string {
	if p.Guest {
		return p.alias() + "_guests.example#EXT#" + w.mailDomain(p.TenantID)
	}
	return w.mail(p)
}

func (p Person) alias() string { return strings.ToLower(strings.ReplaceAll(p.Name, " ", ".")) }
