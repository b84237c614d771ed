package world

import (
	"fmt"
	"maps"
)

// tokens are what people have at the token service.
type tokens struct {
	connections map[string]Connection // by name
	names       []string              // of the connections, in the order in which they came up
	held        map[grant]string
	offered     map[grant]map[string]string // what may be exchanged: the token or resource offered, and the token for it
	pending     map[grant]handover          // what waits for a code
}

// Connection is an OAuth connection of the bot at the token service.
type Connection struct {
	Name     string
	Provider string // the name that is shown; default that of the connection
	Resource string // the URI of the application that single sign-on gets a token for; "" if the connection has none
}

// grant is one person's use of one connection.
type grant struct{ person, connection string }

type handover struct{ code, token string }

func newTokens() tokens {
	return tokens{
		connections: make(map[string]Connection),
		held:        make(map[grant]string),
		offered:     make(map[grant]map[string]string),
		pending:     make(map[grant]handover),
	}
}

// AddConnection adds a connection, or takes the place of the one with that name. A connection that is not added comes up
// when someone signs in to it first.
func (w *World) AddConnection(c Connection) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tokens.connect(c)
}

func (t *tokens) connect(c Connection) {
	if _, known := t.connections[c.Name]; !known {
		t.names = append(t.names, c.Name)
	}
	if c.Provider == "" {
		c.Provider = c.Name
	}
	t.connections[c.Name] = c
}

func (t *tokens) use(p Person, connection string) grant {
	if _, known := t.connections[connection]; !known {
		t.connect(Connection{Name: connection})
	}
	return grant{p.ID, connection}
}

// SignIn has a person sign in to a connection: from then on the token service has this token for them.
func (w *World) SignIn(p Person, connection, token string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tokens.held[w.tokens.use(p, connection)] = token
}

// SignInWithCode has a person sign in on a page, which ends with a code: the token service gives the token out only to
// who knows it, once. In Teams the code comes to the bot in the invoke signin/verifyState; elsewhere people type it.
func (w *World) SignInWithCode(p Person, connection, token string) (code string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	code = fmt.Sprintf("%06d", w.next())
	w.tokens.pending[w.tokens.use(p, connection)] = handover{code, token}
	return code
}

// SignOut has a person take the bot's leave back, outside of the bot.
func (w *World) SignOut(p Person, connection string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.tokens.held, grant{p.ID, connection})
}

// AllowExchange makes the token service give the token for what is offered: a token of single sign-on, or the URI of a
// resource. Whatever else is offered is refused as if the person had not consented.
func (w *World) AllowExchange(p Person, connection, offered, token string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g := w.tokens.use(p, connection)
	if w.tokens.offered[g] == nil {
		w.tokens.offered[g] = make(map[string]string)
	}
	w.tokens.offered[g][offered] = token
}

// take returns the person's token: the one they have, or the one that the code is for.
func (t *tokens) take(g grant, code string) (string, bool) {
	if waiting, ok := t.pending[g]; ok && code != "" && waiting.code == code {
		delete(t.pending, g)
		t.held[g] = waiting.token
	}
	token, ok := t.held[g]
	return token, ok
}

// forget drops what someone has.
func (t *tokens) forget(p Person) {
	theirs := func(g grant) bool { return g.person == p.ID }
	maps.DeleteFunc(t.held, func(g grant, _ string) bool { return theirs(g) })
	maps.DeleteFunc(t.offered, func(g grant, _ map[string]string) bool { return theirs(g) })
	maps.DeleteFunc(t.pending, func(g grant, _ handover) bool { return theirs(g) })
}
