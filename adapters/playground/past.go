package playground

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/convobot/convo/adapters/world"
)

const (
	pastPage  = 1000    // entries or exchanges of one request, at most
	pastBytes = 4 << 20 // of them, but for one that is larger
)

// servePast answers with a [batch] of what was before an entry and before an exchange: the newest of it, as far as it is kept,
// in order. The page has only so much of what it was told, and asks for more when somebody goes back that far.
func (p *Playground) servePast(w http.ResponseWriter, r *http.Request) {
	entries, err := number(r, "entries", 0)
	exchanges, err2 := number(r, "exchanges", 0)
	if err != nil || err2 != nil {
		answer(w, nil, badRequest("entries and exchanges are the numbers of those before which it was"))
		return
	}
	var past batch
	if entries > 0 {
		entries = min(entries, p.world.Happened()+1)
		happened := p.world.Timeline(max(0, entries-1-pastPage))
		if i := slices.IndexFunc(happened, func(e world.Entry) bool { return e.Serial >= entries }); i >= 0 {
			happened = happened[:i]
		}
		past.Entries, err = newest(happened, entryOf)
	}
	if exchanges > 0 && err == nil {
		exchanges = min(exchanges, p.traffic.count()+1)
		went, _ := p.traffic.after(max(0, exchanges-1-pastPage))
		if i := slices.IndexFunc(went, func(x exchange) bool { return x.Serial >= exchanges }); i >= 0 {
			went = went[:i]
		}
		past.Exchanges, err = newest(went, func(x exchange) exchange { return x })
	}
	answer(w, past, err)
}

// newest returns the JSON of the last of some, in their order, within [pastBytes].
func newest[T, U any](all []T, shown func(T) U) ([]json.RawMessage, error) {
	var some []json.RawMessage
	size := 0
	for _, one := range slices.Backward(all) {
		raw, err := json.Marshal(shown(one))
		if err != nil {
			return nil, err
		}
		if size += len(raw); size > pastBytes && len(some) > 0 {
			break
		}
		some = append(some, raw)
	}
	slices.Reverse(some)
	return some, nil
}
