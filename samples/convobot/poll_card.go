package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework/schema"
)

// buttonsInRow is how many buttons Teams shows of an ActionSet; the others it hides in a menu.
const buttonsInRow = 6

// barCells is the length of the longest bar in characters; it has to fit on a telephone.
const barCells = 20

// activity returns the message that shows a poll.
func (p *poll) activity(now tally) *schema.Activity {
	a := schema.AttachmentMessage(schema.AdaptiveCard(p.card(now)))
	a.Summary = p.question
	if now.closed {
		a.Summary += " " + p.result(now)
	}
	return a
}

// card returns the question with the votes so far: with buttons while it is open, then with the result.
func (p *poll) card(now tally) card {
	body := []any{
		richText(textRun(p.question, card{"size": "Large", "weight": "Bolder"})),
		richText(textRun(p.voice.say("poll.card.asks", p.authorName), card{"isSubtle": true})),
	}
	for i, option := range p.options {
		wins := now.closed && now.total > 0 && now.counts[i] == slices.Max(now.counts)
		body = append(body, row(option, now.counts[i], now.total, wins)...)
	}
	if now.closed {
		body = append(body, richText(textRun(p.result(now), card{"weight": "Bolder"})))
	} else {
		body = append(body, richText(textRun(p.voice.say("poll.card.total", now.total), card{"isSubtle": true})))
		body = append(body, p.buttons()...)
	}
	return adaptiveCard(p.voice, p.question, body)
}

// result says in a sentence how a poll ended.
func (p *poll) result(now tally) string {
	if now.total == 0 {
		return p.voice.say("poll.card.none")
	}
	most := slices.Max(now.counts)
	var first []string
	for i, option := range p.options {
		if now.counts[i] == most {
			first = append(first, option)
		}
	}
	if len(first) > 1 {
		return p.voice.say("poll.card.tie", strings.Join(first, ", "), most, now.total)
	}
	return p.voice.say("poll.card.winner", first[0], most, now.total)
}

// buttons returns a button for each option, in rows of about the same length.
func (p *poll) buttons() []any {
	actions := make([]card, len(p.options))
	for i, option := range p.options {
		actions[i] = execute(verbVote, option, ballot{Poll: p.id, Option: &i})
	}
	rows := (len(actions) + buttonsInRow - 1) / buttonsInRow
	var sets []any
	for set := range slices.Chunk(actions, (len(actions)+rows-1)/rows) {
		sets = append(sets, card{"type": "ActionSet", "actions": set})
	}
	return sets
}

// row is an option and its votes: a bar as long as its share of all, and their number.
func row(option string, count, total int, wins bool) []any {
	style := card{}
	if wins {
		style["weight"] = "Bolder"
	}
	votes := []card{textRun(strconv.Itoa(count), style)}
	if count > 0 {
		bar := strings.Repeat("█", max(1, barCells*count/total))
		votes = []card{textRun(bar, card{"color": "Accent"}), textRun(" "+strconv.Itoa(count), style)}
	}
	below := richText(votes...)
	below["spacing"] = "None"
	return []any{richText(textRun(option, style)), below}
}
