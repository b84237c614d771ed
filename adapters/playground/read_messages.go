package playground

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

const (
	messagePage = 50
	maxMessages = 500
	maxReplies  = 50 // of each thread on a page
)

// message is a [world.MessageView] for the page, or a notice, which has an id and a text alone.
type message struct {
	ID        string           `json:"id,omitempty"`
	Notice    string           `json:"notice,omitempty"`
	Activity  *schema.Activity `json:"activity,omitempty"`
	Posted    time.Time        `json:"posted,omitzero"`
	Reactions []reaction       `json:"reactions,omitempty"`
	Edited    bool             `json:"edited,omitempty"`
	Deleted   bool             `json:"deleted,omitempty"`
	Only      string           `json:"only,omitempty"`    // the name of the only person who sees it
	Problem   string           `json:"problem,omitempty"` // why the bot did not take it
	Replies   int              `json:"replies,omitempty"` // in the thread that it started
	Thread    []message        `json:"thread,omitempty"`  // the newest of these replies, if asked for
}

// notice is a [world.Notice] for the page.
type notice struct {
	ID           string    `json:"id"`
	Conversation string    `json:"conversation"`
	Posted       time.Time `json:"posted"`
	Text         string    `json:"text"`
}

type reaction struct {
	Type string `json:"type"`
	Who  string `json:"who"`
	Bot  bool   `json:"bot,omitempty"`
}

// serveMessages answers with a page of the messages that a person sees in a conversation, the oldest first, and with the
// notices between and after them. In a channel these are those that started its threads, with as many of the newest replies
// as are asked for.
func (p *Playground) serveMessages(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	by, ok := p.world.Person(q.Get("person"))
	limit, err := number(r, "limit", messagePage)
	replies, err2 := number(r, "replies", 0)
	if !ok || err != nil || err2 != nil {
		answer(w, nil, badRequest("person is the id of one, and limit and replies are numbers"))
		return
	}
	conversationID, before := q.Get("conversation"), q.Get("before")
	page := make([]message, 0, messagePage)
	views := p.world.Page(by, conversationID, before, min(limit, maxMessages))
	from := ""
	if len(views) == min(limit, maxMessages) && len(views) > 0 { // what was before its first message comes with an older page
		from = views[0].Activity.ID
	}
	notices := p.world.Notices(by, conversationID, from, before)
	problems := p.traffic.problems()
	for _, view := range views {
		for len(notices) > 0 && notices[0].ID < view.Activity.ID {
			page, notices = append(page, noticed(notices[0])), notices[1:]
		}
		m := p.messageOf(by, view, problems)
		if replies > 0 && m.Replies > 0 {
			m.Thread = p.repliesTo(by, teams.ThreadID(conversationID, view.Activity.ID), min(replies, maxReplies), problems)
		}
		page = append(page, m)
	}
	for _, n := range notices {
		page = append(page, noticed(n))
	}
	answer(w, page, nil)
}

func noticed(n world.Notice) message { return message{ID: n.ID, Notice: n.Text, Posted: n.At} }

// repliesTo returns the newest messages of a thread but the one that started it.
func (p *Playground) repliesTo(by world.Person, threadID string, limit int, problems map[string]string) []message {
	var replies []message
	_, root := teams.SplitThreadID(threadID)
	for _, view := range p.world.Page(by, threadID, "", limit) {
		if view.Activity.ID != root {
			replies = append(replies, p.messageOf(by, view, problems))
		}
	}
	return replies
}

// serveMessage answers with one message as a person sees it now. Its conversation names the thread that it is in.
func (p *Playground) serveMessage(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	by, ok := p.world.Person(q.Get("person"))
	if !ok {
		answer(w, nil, badRequest("person is the id of one"))
		return
	}
	view, ok := p.world.Message(by, q.Get("conversation"), q.Get("id"))
	if !ok {
		answer(w, nil, problem{http.StatusNotFound, "there is no such message, or it is for someone else"})
		return
	}
	answer(w, p.messageOf(by, view, p.traffic.problems()), nil)
}

// messageOf is a message as a person sees it.
func (p *Playground) messageOf(by world.Person, view world.MessageView, problems map[string]string) message {
	m := message{
		Activity: p.views.Seen(by.ID, view.Activity), Problem: problems[view.Activity.ID], Posted: view.Posted,
		Edited: view.Edited, Deleted: view.Deleted, Only: view.Only, Replies: view.Replies,
	}
	for _, r := range view.Reactions {
		m.Reactions = append(m.Reactions, reaction{r.Type, r.Who, r.Bot})
	}
	return m
}

// serveView answers with a picture that is in a message: the connector has it, for those who have the bot's token, which
// the page has not.
func (p *Playground) serveView(w http.ResponseWriter, r *http.Request) {
	address, err := url.Parse(r.URL.Query().Get("url"))
	if err != nil || !strings.HasPrefix(address.Path, servicePath+"v3/attachments/") {
		answer(w, nil, badRequest("url is the address of an attachment's view"))
		return
	}
	asked := r.Clone(r.Context())
	asked.URL = &url.URL{Path: address.Path, RawPath: address.RawPath}
	w.Header().Set("Cache-Control", "no-store")
	p.world.ServeHTTP(w, asked)
}
