package main

import (
	"cmp"
	"strings"
	"time"
)

// entry is what a line of the log says of one failure.
type entry struct {
	Time   time.Time
	Status int
	Rule   string
	Detail string // the error, in the words of the bot or of the identity service
}

// diagnosis is a row of a table: what one key means, and what it means more exactly in some cases. The first that fits is
// taken; what it leaves empty is the row's.
type diagnosis struct {
	key string
	advice

	narrower []narrower
}

type narrower struct {
	when func(entry) bool
	advice
}

// lookUp returns what a table says of key in the case of e.
func lookUp(table []diagnosis, key string, e entry) (advice, bool) {
	for _, row := range table {
		if row.key == key {
			return row.narrow(e), true
		}
	}
	return advice{}, false
}

func (d diagnosis) narrow(e entry) advice {
	for _, n := range d.narrower {
		if n.when(e) {
			return advice{
				says:  cmp.Or(n.says, d.says),
				cause: cmp.Or(n.cause, d.cause),
				fix:   cmp.Or(n.fix, d.fix),
			}
		}
	}
	return d.advice
}

// mentions is a case in which the error holds one of texts, in any case.
func mentions(texts ...string) func(entry) bool {
	return func(e entry) bool {
		for _, text := range texts {
			if strings.Contains(strings.ToLower(e.Detail), strings.ToLower(text)) {
				return true
			}
		}
		return false
	}
}
