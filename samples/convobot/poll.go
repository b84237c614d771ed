package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
)

// Limits of a poll; texts are counted in characters.
const (
	minOptions  = 2
	maxOptions  = 10
	maxQuestion = 200
	maxOption   = 60
	maxName     = 100 // of a person; a longer one is cut
)

// poll asks the people of a conversation a question: "poll Lunch? | Pizza | Sushi".
func (b *convoBot) poll(ctx context.Context, turn *framework.TurnContext, args string) error {
	question, options := parsePoll(b.directory(turn).withoutMarkup(args))
	switch {
	case isBlank(question):
		return b.reply(ctx, turn, "poll.usage")
	case len(options) < minOptions:
		return b.reply(ctx, turn, "poll.few", minOptions)
	case len(options) > maxOptions:
		return b.reply(ctx, turn, "poll.many", maxOptions)
	case slices.ContainsFunc(options, isBlank):
		return b.reply(ctx, turn, "poll.blank")
	case utf8.RuneCountInString(question) > maxQuestion:
		return b.reply(ctx, turn, "poll.question", maxQuestion)
	case slices.ContainsFunc(options, func(o string) bool { return utf8.RuneCountInString(o) > maxOption }):
		return b.reply(ctx, turn, "poll.option", maxOption)
	}
	if option, found := findDuplicate(options); found {
		return b.reply(ctx, turn, "poll.twice", option)
	}
	v, err := b.voice(ctx, turn)
	if err != nil {
		return err
	}
	p := newPoll(turn, v, question, options)
	switch err := b.polls.add(ctx, p); {
	case errors.Is(err, errTooManyPolls):
		return b.reply(ctx, turn, "poll.open", maxPollsHere)
	case err != nil:
		return err
	}
	return b.post(ctx, turn, p)
}

// post shows an open poll to the conversation. One that nobody can have seen is dropped.
func (b *convoBot) post(ctx context.Context, turn *framework.TurnContext, p *poll) error {
	line, leave := b.polls.enter(p.ID)
	defer leave()
	response, err := turn.SendActivity(ctx, p.activity())
	switch class := framework.ClassOf(err); {
	case err != nil && class == framework.Ambiguous:
		return err
	case class == framework.TooBig:
		return errors.Join(b.polls.remove(ctx, p), b.reply(ctx, turn, "poll.big"))
	case err != nil:
		return errors.Join(err, b.polls.remove(ctx, p))
	case response.ID == "": // the channel does not say; a vote will
		return nil
	}
	p, err = line.change(ctx, func(p *poll) error { p.MessageID = response.ID; return nil })
	if errors.Is(err, errPollClosed) { // already
		return nil
	}
	if err != nil {
		return err
	}
	b.show(ctx, turn, line, p) // votes that were here before the id
	return nil
}

// show updates the poll's message. A vote counts also if that fails; the next one tries again.
func (b *convoBot) show(ctx context.Context, turn *framework.TurnContext, line *line, p *poll) {
	if err := line.update(ctx, turn, p.Changes); err != nil {
		b.log.WarnContext(ctx, "poll not updated", "poll", p.ID, "class", framework.ClassOf(err).String(), "error", err)
	}
}

// parsePoll splits at bars, and makes all white space single spaces.
func parsePoll(args string) (question string, options []string) {
	parts := strings.Split(args, "|")
	for i, part := range parts {
		parts[i] = strings.Join(strings.Fields(part), " ")
	}
	return parts[0], parts[1:]
}

// isBlank reports whether nothing of a text can be seen.
func isBlank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}

// findDuplicate returns an option that is there twice, in any letter case.
func findDuplicate(options []string) (string, bool) {
	for i, option := range options {
		if slices.ContainsFunc(options[:i], func(other string) bool { return strings.EqualFold(other, option) }) {
			return option, true
		}
	}
	return "", false
}

// conversation is where the turn happens; in a channel, each thread is a place of its own.
func conversation(turn *framework.TurnContext) proactive.Key {
	return proactive.KeyOf(turn.Identity().AppID, turn.ConversationReference())
}

// actor identifies who acts in this turn, as the channel says, within the conversation.
func actor(turn *framework.TurnContext) string {
	return cmp.Or(turn.Activity.From.AADObjectID, turn.Activity.From.ID)
}

func actorName(turn *framework.TurnContext) string {
	return clip(cmp.Or(turn.Activity.From.Name, turn.Activity.From.ID), maxName)
}
