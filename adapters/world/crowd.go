package world

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// maxCrowd is how many people a crowd may have: their numbers have 12 digits in their ids.
const maxCrowd = 999_999_999_999

// Crowd is many people of an organization at once, who are all in one conversation. They are worked out from their numbers
// when someone asks for them, so a crowd of millions takes no memory; one of them does who gets a chat or another name, or
// leaves. It is safe for concurrent use.
type Crowd struct {
	w *World
	c *crowd
}

// crowd is what there is of one.
type crowd struct {
	number int // in the world, from 1
	name   string
	size   int
	tenant string
}

// AddCrowd has n people join a group chat or, through any of its channels, a team, and its organization, as if they had always
// been there: nobody is told. conversationID may be "": then they are in none, and in the first organization. The i-th, counted from 1, is called
// "<name> <i>", and has the locale and time zone of who is given none. Who is to have others is changed with
// [World.AddPerson], by their id. Two crowds cannot have the same name.
func (w *World) AddCrowd(conversationID, name string, n int) (Crowd, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case name == "" || n < 1 || n > maxCrowd:
		return Crowd{}, fmt.Errorf("world: a crowd has a name, and 1 to %d people, not %d", maxCrowd, n)
	case w.hasCrowd(name):
		return Crowd{}, fmt.Errorf("world: there is a crowd %q already", name)
	}
	c := &crowd{number: len(w.crowds) + 1, name: name, size: n, tenant: w.tenantID}
	if conversationID != "" {
		where, err := w.joinable(conversationID)
		if err != nil {
			return Crowd{}, err
		}
		c.tenant = where.account.TenantID
		where.roster.crowds = append(where.roster.crowds, c)
	}
	w.crowds = append(w.crowds, c)
	w.touch()
	return Crowd{w, c}, nil
}

func (w *World) hasCrowd(name string) bool {
	for _, c := range w.crowds {
		if strings.EqualFold(c.name, name) {
			return true
		}
	}
	return false
}

// Len returns how many people joined with the crowd.
func (c Crowd) Len() int { return c.c.size }

// Person returns one of the crowd, as they are now, also if they left their organization. The first is 0; it panics if there is
// none with that number.
func (c Crowd) Person(i int) Person {
	if i < 0 || i >= c.c.size {
		panic(fmt.Sprintf("world: the crowd %q has %d people, and none with the number %d", c.c.name, c.c.size, i))
	}
	if p, ok := c.w.Person(c.c.id(i)); ok {
		return p
	}
	return c.c.person(i)
}

// Ids of people in crowds.
const (
	crowdID     = "29:crowd-" // and the crowd's number, "-" and the person's
	crowdObject = "-0000-4000-8000-"
)

func (c *crowd) id(i int) string {
	var buf [48]byte
	return string(c.appendID(buf[:0], i))
}

func (c *crowd) appendID(text []byte, i int) []byte {
	text = strconv.AppendInt(append(text, crowdID...), int64(c.number), 10)
	return strconv.AppendInt(append(text, '-'), int64(i), 10)
}

// has reports whether the id is one of the crowd's people, who may be anywhere.
func (c *crowd) has(id string) bool {
	number, _, ok := splitCrowdID(id)
	return ok && number == c.number
}

// person works out one of the crowd. Crowds are large: the texts are one piece of memory.
func (c *crowd) person(i int) Person {
	var buf [160]byte
	id := c.appendID(buf[:0], i)
	object := appendPadded(append(appendPadded(id, c.number, 8), crowdObject...), i, 12)
	name := strconv.AppendInt(append(append(object, c.name...), ' '), int64(i)+1, 10)
	text := string(name)
	return Person{
		ID: text[:len(id)], AADObjectID: text[len(id):len(object)], Name: text[len(object):],
		Locale: defaultLocale, TimeZone: defaultTimeZone, TenantID: c.tenant,
	}
}

// appendPadded appends a number with zeros in front.
func appendPadded(text []byte, n, digits int) []byte {
	var buf [20]byte
	number := strconv.AppendInt(buf[:0], int64(n), 10)
	for range digits - len(number) {
		text = append(text, '0')
	}
	return append(text, number...)
}

// splitCrowdID reads what has the form of an id in a crowd.
func splitCrowdID(id string) (number, i int, ok bool) {
	rest, ok := strings.CutPrefix(id, crowdID)
	if !ok {
		return 0, 0, false
	}
	first, second, _ := strings.Cut(rest, "-")
	return numbers(first, second)
}

func splitCrowdObject(id string) (number, i int, ok bool) {
	first, second, ok := strings.Cut(id, crowdObject)
	if !ok {
		return 0, 0, false
	}
	return numbers(first, second)
}

func numbers(first, second string) (a, b int, ok bool) {
	a, errA := strconv.Atoi(first)
	b, errB := strconv.Atoi(second)
	return a, b, errA == nil && errB == nil
}

// crowdPerson works out who of a crowd has that id or Entra object id.
func (w *World) crowdPerson(id string) (Person, bool) {
	number, i, ok := splitCrowdID(id)
	if !ok {
		number, i, ok = splitCrowdObject(id)
	}
	if !ok || number < 1 || number > len(w.crowds) {
		return Person{}, false
	}
	c := w.crowds[number-1]
	if i < 0 || i >= c.size {
		return Person{}, false
	}
	p := c.person(i)
	_, changed := w.people[p.ID] // then the world knows them by their ids of now
	return p, !changed && !w.gone[p.ID] && (p.ID == id || p.AADObjectID == id)
}

// byPrincipalName finds one of the crowds of a roster by how they sign in.
func (w *World) byPrincipalName(r *roster, name string) (Person, bool) {
	for _, c := range r.crowds {
		number := name[:max(0, len(name)-len(w.mailDomain(c.tenant)))]
		number = number[strings.LastIndexByte(number, '.')+1:]
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > c.size {
			continue
		}
		p, ok := w.crowdPerson(c.id(n - 1))
		if ok && r.has(p) && strings.EqualFold(name, w.principalName(p)) {
			return p, true
		}
	}
	return Person{}, false
}

// everyone is who is in an organization.
func (w *World) everyone(tenantID string) *roster {
	all := &roster{left: make(map[string]bool)}
	for _, c := range w.crowds {
		if c.tenant == tenantID {
			all.crowds = append(all.crowds, c)
		}
	}
	for id := range w.gone {
		if all.crowded(id) {
			all.left[id] = true
		}
	}
	for _, id := range w.joined {
		if w.people[id].TenantID == tenantID && !all.crowded(id) {
			all.people = append(all.people, id)
		}
	}
	return all
}

// joinable finds a place that people can be put into.
func (w *World) joinable(conversationID string) (*place, error) {
	where, _, ok := w.at(conversationID)
	if !ok {
		return nil, fmt.Errorf("world: there is no conversation %q", conversationID)
	}
	if where.account.ConversationType == schema.ConversationPersonal {
		return nil, fmt.Errorf("world: nobody can join or leave %s", where.name)
	}
	return where, nil
}
