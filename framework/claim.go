package framework

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// maxKeptAnswer is how many bytes of an answer an inbox keeps. A longer one is [ErrAnswerForgotten] on a redelivery.
const maxKeptAnswer = 256 << 10

// claim makes sure that no other process runs the activity, and reports whether this one is to. Otherwise r has ended: with
// the answer of whoever ran it, or without one in time.
func (e *Engine) claim(ctx context.Context, r *run, patience <-chan time.Time) (mine bool) {
	got, err := e.ledger.take(ctx, r.claimed, patience, e.workers.quit)
	switch {
	case err != nil:
		r.err = e.refused.count(err)
		e.Logger.ErrorContext(ctx, "activity not accepted: the inbox cannot be reached", r.logged(ctx, err)...)
	case got.State == Mine:
		return true
	case got.State == Done:
		r.result, r.err = readAnswer(got.Answer)
		r.result.Duplicate = true
	case got.Journaled && !answersInResponse(r.activity):
		r.result = Result{Early: true, Duplicate: true}
	default:
		r.err = e.refused.count(fmt.Errorf("%w: another process runs it, and has not said that it will end it", ErrInboxUnavailable))
	}
	r.mu.Lock()
	r.settled = true // by another
	r.mu.Unlock()
	e.retire(r, got.State == Done)
	return false
}

// keptAnswer is a turn's answer as an inbox keeps it.
type keptAnswer struct {
	Invoke    *keptInvoke       `json:"invoke,omitempty"`
	Replies   []json.RawMessage `json:"replies,omitempty"`
	Collected bool              `json:"collected,omitempty"` // Replies are the answer, though there be none
	Failed    string            `json:"failed,omitempty"`
	Forgotten bool              `json:"forgotten,omitempty"`
}

type keptInvoke struct {
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body,omitempty"`
}

// writeAnswer returns nil for the answer of most turns, an acknowledgement.
func writeAnswer(res Result, err error) []byte {
	kept := keptAnswer{Replies: res.Replies, Collected: res.Replies != nil}
	if res.Invoke != nil {
		body, _ := res.Invoke.Body.(json.RawMessage)
		kept.Invoke = &keptInvoke{Status: res.Invoke.Status, Body: body}
	}
	switch {
	case err != nil:
		kept = keptAnswer{Failed: clip(err.Error())}
	case res.Invoke == nil && res.Replies == nil:
		return nil
	case res.bytes() > maxKeptAnswer:
		kept = keptAnswer{Forgotten: true}
	}
	answer, err := json.Marshal(kept)
	if err != nil { // raw messages were JSON when the turn ended
		return []byte(`{"forgotten":true}`)
	}
	return answer
}

func readAnswer(answer []byte) (Result, error) {
	if len(answer) == 0 {
		return Result{}, nil
	}
	var kept keptAnswer
	if err := json.Unmarshal(answer, &kept); err != nil {
		return Result{}, fmt.Errorf("%w: %w", ErrAnswerForgotten, err)
	}
	if kept.Forgotten {
		return Result{}, ErrAnswerForgotten
	}
	if kept.Failed != "" {
		return Result{}, fmt.Errorf("%w: %s", ErrTurnFailed, kept.Failed)
	}
	var res Result
	if kept.Collected {
		res.Replies = append([]json.RawMessage{}, kept.Replies...)
	}
	if kept.Invoke != nil {
		res.Invoke = &InvokeResponse{Status: kept.Invoke.Status}
		if kept.Invoke.Body != nil {
			res.Invoke.Body = kept.Invoke.Body
		}
	}
	return res, nil
}
