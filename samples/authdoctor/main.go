// Command authdoctor says why Teams and a bot do not get through to each other, and what to do about it.
//
// Run it where the bot runs, with the bot's environment:
//
//	go run ./samples/authdoctor
//
// It checks the configuration, loads the keys that requests are verified with, compares the clock, and asks for a token
// as the bot does. With -offline it stops after the configuration. It prints no secret, and needs none but the bot's.
//
// Give it a line of the bot's log, as an argument, or a log with -f (- is standard input), and it says which rule the
// request failed, what the cause is likely to be, and what to do:
//
//	go run ./samples/authdoctor 'level=WARN msg="request refused" status=401 rule=audience error="..."'
//
// It exits with 0 if nothing is wrong, 1 if something is, and 2 if it was not used as described here. It never asks for a
// token, and refuses to read what looks like one.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Environ(), console{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}
