package playground

import (
	"cmp"
	"encoding/json"
	"math"
	"net/http"

	"github.com/convobot/convo/adapters/playground/internal/gotest"
)

// serveGoTest answers with a test in Go of what happened from one entry of the timeline to another.
func (p *Playground) serveGoTest(w http.ResponseWriter, r *http.Request) {
	from, err := number(r, "from", 1)
	to, err2 := number(r, "to", math.MaxInt)
	if err != nil || err2 != nil {
		answer(w, nil, badRequest("from and to are the numbers of entries"))
		return
	}
	source, err := gotest.Write(p.world, p.outcomes(), from, to, cmp.Or(r.URL.Query().Get("package"), "main"))
	if err != nil {
		answer(w, nil, badRequest("%v", err))
		return
	}
	answer(w, map[string]string{"source": source}, nil)
}

// outcomes returns what came of the activities that the bot was told.
func (p *Playground) outcomes() map[gotest.Key]gotest.Outcome {
	found := make(map[gotest.Key]gotest.Outcome)
	exchanges, _ := p.traffic.after(0)
	for _, x := range exchanges {
		var activity struct {
			Type string `json:"type"`
		}
		if x.Direction == toBot && json.Unmarshal(x.Body, &activity) == nil {
			found[gotest.Key{ID: x.Activity, Type: activity.Type}] = gotest.Outcome{Status: x.Status, Answer: x.Answer}
		}
	}
	return found
}
