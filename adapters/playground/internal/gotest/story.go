package gotest

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// maxSeated is how many members of a team a test names. A larger one has those who do something.
const maxSeated = 20

// story is a test that is being written, and what its people see as far as it has come.
type story struct {
	world  *world.World
	told   map[Key]Outcome
	places map[string]world.ConversationInfo // by id

	statements []*statement
	variables  map[seat]*statement // that hold a person in a place
	threads    map[string]*statement
	names      map[string]bool   // of variables
	speaking   map[string]bool   // people whose language was told
	known      map[string]bool   // people of other organizations who came up
	created    map[string]bool   // channels with members of their own that the test creates, or has a remark on
	where      map[string]string // what places are called in the test, by id
	lastIn     map[string]string // who did something in a conversation last
	failed     bool              // the bot's last turn
	order      []string          // the conversations, in the order in which they came up

	said    map[string][]*schema.Activity // what is in a conversation
	deleted map[seat]string               // the message that a person took back last
	reacted map[seat][]putReaction        // what a person put on messages
	views   client.Views                  // cards that only one person sees
	fronts  map[string]client.Surface     // what is in front of people
}

// seat is a person in a conversation, by their ids.
type seat struct{ person, conversation string }

// statement is a line of the test: a variable and what happens from there on.
type statement struct {
	remark   string // instead of everything else
	variable string // that holds what the calls end with
	used     bool
	on       string
	calls    []string
	ends     seat
}

// String writes the statement. Of more than three calls, each has a line.
func (s *statement) String() string {
	if s.remark != "" {
		return "// " + s.remark
	}
	glue := "."
	if len(s.calls) > 3 {
		glue = ".\n"
	}
	text := s.on + "." + strings.Join(s.calls, glue)
	if s.used {
		return s.variable + " := " + text
	}
	return text
}

func newStory(w *world.World, told map[Key]Outcome) *story {
	s := &story{
		world: w, told: told,
		places:    make(map[string]world.ConversationInfo),
		variables: make(map[seat]*statement),
		threads:   make(map[string]*statement),
		names:     map[string]bool{"conv": true, "t": true, "fake": true, "byte": true, "nil": true, "true": true, "false": true},
		speaking:  make(map[string]bool),
		known:     make(map[string]bool),
		created:   make(map[string]bool),
		where:     make(map[string]string),
		lastIn:    make(map[string]string),
		said:      make(map[string][]*schema.Activity),
		deleted:   make(map[seat]string),
		reacted:   make(map[seat][]putReaction),
		fronts:    make(map[string]client.Surface),
	}
	for _, c := range w.Conversations() {
		s.places[c.ID] = c
	}
	return s
}

// tell goes on with what happened next.
func (s *story) tell(e world.Entry) {
	if e.Activity == nil { // refused, which nobody saw
		return
	}
	place, _ := teams.SplitThreadID(e.Activity.Conversation.ID)
	if _, known := s.where[place]; !known {
		s.where[place] = s.freeName(place, e.Where)
	}
	if !slices.Contains(s.order, e.Activity.Conversation.ID) {
		s.order = append(s.order, e.Activity.Conversation.ID)
	}
	if e.Bot {
		s.tellOfBot(e)
	} else {
		s.tellOfPerson(e)
	}
}

// isLike reports whether two places cannot have the same name in the test.
func (s *story) isLike(one, other string) bool {
	a, b := s.places[one], s.places[other]
	return a.Type == b.Type && (a.TeamID == "" || a.TenantID == b.TenantID)
}

// freeName is what a place is called in the test, where each organization has one team.
func (s *story) freeName(place, name string) string {
	free := name
	for n := 2; ; n++ {
		taken := false
		for id, other := range s.where {
			taken = taken || other == free && s.isLike(id, place)
		}
		if !taken {
			return free
		}
		free = fmt.Sprintf("%s (%d)", name, n)
	}
}

// does has a person do something, after which they are at ends.
func (s *story) does(at seat, call string, ends seat) *statement {
	one := &statement{on: s.at(at), calls: []string{call}, ends: ends}
	s.statements = append(s.statements, one)
	s.lastIn[ends.conversation] = ends.person
	return one
}

// expects goes on with what the person at the end of the last statement expects, or who else is there.
func (s *story) expects(at seat, call string) {
	if len(s.statements) > 0 {
		if last := s.statements[len(s.statements)-1]; last.ends == at {
			last.calls = append(last.calls, call)
			return
		}
	}
	s.does(at, call, at)
}

// at returns the variable that holds a person in a place. A thread that began before the test is its channel.
func (s *story) at(at seat) string {
	if one, ok := s.variables[at]; ok {
		one.used = true
		return one.variable
	}
	place, root := teams.SplitThreadID(at.conversation)
	info, person := s.places[place], s.person(at.person)
	if root != "" {
		begun, ok := s.threads[at.conversation]
		if !ok {
			return s.at(seat{at.person, place})
		}
		begun.used = true
		return s.hold(at, identifier(first(person.Name), "In", begun.variable), begun.variable, s.as(person)...)
	}
	if info.TeamID != "" {
		s.seat(info)
	}
	name := s.where[place]
	through := s.resident(info, person)
	s.remarkOn(info)
	calls := s.as(through)
	variable := identifier(first(person.Name), "In", name)
	switch {
	case info.Type == schema.ConversationPersonal:
		variable = identifier(first(person.Name))
	case info.TeamID != "":
		calls = append(calls, fmt.Sprintf("InChannel(%q)", name))
	case info.MeetingID != "":
		calls = append(calls, call("InMeeting", s.with(name, place, through)...))
	default:
		calls = append(calls, call("InGroup", s.with(name, place, through)...))
	}
	if through.ID != person.ID {
		calls = append(calls, s.as(person)...)
	}
	return s.hold(at, variable, "conv", calls...)
}

// hold makes a variable for a person in a place.
func (s *story) hold(at seat, variable, on string, calls ...string) string {
	one := &statement{variable: s.free(variable), used: true, on: on, calls: calls, ends: at}
	s.statements = append(s.statements, one)
	s.variables[at] = one
	return one.variable
}

// remarkOn says of a channel with members of its own, which is older than the test, that InChannel makes a standard one of it.
// To create it, as people do, would be told to the bot.
func (s *story) remarkOn(channel world.ConversationInfo) {
	if channel.Kind == "" || channel.Kind == "standard" || s.created[channel.ID] {
		return
	}
	s.created[channel.ID] = true
	s.statements = append(s.statements, &statement{remark: fmt.Sprintf(
		"%s is a %s channel, which was there before. Here it is a standard one, where nobody of another\n"+
			"// organization can be: if that matters, begin with CreatesChannel(%q, %q).", s.where[channel.ID], channel.Kind, s.where[channel.ID], channel.Kind)})
}

// resident is through whom a person comes into a place: if they are of another organization, their sentence would mean its own.
func (s *story) resident(of world.ConversationInfo, p world.Person) world.Person {
	members, _ := s.world.MembersPage(of.ID, 0, maxSeated)
	i := slices.IndexFunc(members, func(one world.Person) bool { return one.TenantID == of.TenantID })
	if i < 0 || p.TenantID == of.TenantID {
		return p
	}
	return members[i]
}

// named returns a person's name, and has those of other organizations come up there, before they are named elsewhere.
func (s *story) named(p world.Person) string {
	if p.TenantID == "" || p.TenantID == s.world.TenantID() || s.known[p.ID] {
		return p.Name
	}
	s.known[p.ID] = true
	tenants := s.world.Tenants()
	of := tenants[slices.IndexFunc(tenants, func(t world.Tenant) bool { return t.ID == p.TenantID })]
	s.statements = append(s.statements, &statement{on: "conv", calls: []string{call("InOrganization", of.Name, p.Name)}})
	return p.Name
}

// as becomes a person, whose language is told once.
func (s *story) as(p world.Person) []string {
	calls := []string{fmt.Sprintf("As(%q)", s.named(p))}
	if p.Locale != "" && p.Locale != "en-US" && !s.speaking[p.ID] {
		calls = append(calls, fmt.Sprintf("Speaking(%q)", p.Locale))
	}
	s.speaking[p.ID] = true
	return calls
}

// with is the name of a chat, and those who are in it besides a person.
func (s *story) with(name, place string, besides world.Person) []string {
	names := []string{name}
	members, _ := s.world.MembersPage(place, 0, maxSeated)
	for _, p := range members {
		if p.ID != besides.ID {
			names = append(names, s.named(p))
		}
	}
	return names
}

// seat puts the members into a team before anything happens in it.
func (s *story) seat(channel world.ConversationInfo) {
	seated := seat{conversation: channel.TeamID}
	if _, done := s.variables[seated]; done {
		return
	}
	s.variables[seated] = &statement{}
	members, _ := s.world.MembersPage(channel.TeamID, 0, maxSeated+1)
	if len(members) < 2 || len(members) > maxSeated {
		return
	}
	calls := []string{fmt.Sprintf("As(%q)", s.named(members[0])), `InChannel("General")`}
	for _, p := range members[1:] {
		calls = append(calls, fmt.Sprintf("As(%q)", s.named(p)))
	}
	s.statements = append(s.statements, &statement{on: "conv", calls: calls})
}

// begins says that a statement ends in a new thread.
func (s *story) begins(thread string, one *statement) {
	one.variable = s.free("thread" + strconv.Itoa(len(s.threads)+1))
	s.threads[thread], s.variables[one.ends] = one, one
}

// person is someone of the playground; who has left it keeps their name.
func (s *story) person(id string) world.Person {
	if p, ok := s.world.Person(id); ok {
		return p
	}
	return world.Person{ID: id, Name: id}
}

// sees returns the messages of a conversation as a person sees them, the newest first.
func (s *story) sees(at seat) []*schema.Activity {
	var seen []*schema.Activity
	for _, a := range slices.Backward(s.said[at.conversation]) {
		seen = append(seen, s.views.Seen(at.person, a))
	}
	return seen
}

func (s *story) isOfBot(a *schema.Activity) bool { return a.From.ID == s.world.Bot().ID }

// free returns a name for a variable that is not taken.
func (s *story) free(name string) string {
	free := name
	for n := 2; s.names[free] || token.IsKeyword(free); n++ {
		free = name + strconv.Itoa(n)
	}
	s.names[free] = true
	return free
}

// first is the first word of a name.
func first(name string) string {
	word, _, _ := strings.Cut(name, " ")
	return word
}

// identifier makes a name for a variable of the letters and digits of some texts.
func identifier(parts ...string) string {
	var b strings.Builder
	for _, part := range parts {
		upper := b.Len() > 0
		for _, r := range part {
			switch {
			case !unicode.IsLetter(r) && !unicode.IsDigit(r):
				upper = b.Len() > 0
			case b.Len() == 0 && unicode.IsDigit(r):
			case b.Len() == 0:
				b.WriteRune(unicode.ToLower(r))
			case upper:
				b.WriteRune(unicode.ToUpper(r))
				upper = false
			default:
				b.WriteRune(r)
			}
		}
	}
	if b.Len() == 0 {
		return "someone"
	}
	return b.String()
}

// call writes a call with texts.
func call(method string, texts ...string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = strconv.Quote(text)
	}
	return method + "(" + strings.Join(quoted, ", ") + ")"
}
