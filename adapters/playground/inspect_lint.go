package playground

import (
	"encoding/json"
	"net/http"

	"github.com/convobot/convo/framework/lint"
)

// lintRequest asks what is wrong with an activity, by the requirements of the activity protocol.
type lintRequest struct {
	Activity json.RawMessage `json:"activity"`
	ToBot    bool            `json:"toBot"`
	Update   bool            `json:"update"` // of a message: its id stands in the route
}

// finding is a [lint.Finding] for the page.
type finding struct {
	Requirement string `json:"requirement"`
	Level       string `json:"level"`
	Member      string `json:"member,omitempty"`
	Problem     string `json:"problem"`
}

func (p *Playground) serveLint(w http.ResponseWriter, r *http.Request) {
	var in lintRequest
	if err := decode(w, r, &in); err != nil {
		answer(w, nil, err)
		return
	}
	direction := lint.Outbound
	if in.ToBot {
		direction = lint.Inbound
	}
	raw := in.Activity
	if in.Update {
		raw = withoutID(raw)
	}
	found := []finding{}
	for _, f := range lint.CheckJSON(raw, direction) {
		found = append(found, finding{f.Requirement, f.Level.String(), f.Member, f.Problem})
	}
	answer(w, found, nil)
}

func withoutID(raw json.RawMessage) json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return raw
	}
	delete(members, "id")
	without, err := json.Marshal(members)
	if err != nil {
		return raw
	}
	return without
}
