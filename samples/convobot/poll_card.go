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
func (p *poll) activity() *schema.Activity {
	a := schema.AttachmentMessage(schema.AdaptiveCard(p.card()))
	a.Summary = p.Question
	if p.Closed {
		a.Summary += " " + p.result()
	}
	return a
}

// card returns the question with the votes so far: with buttons while it is open, then with the result.
func (p *poll) card() card {
	counts, total := p.tally(), len(p.Votes)
	body := []any{
		richText(textRun(p.Question, card{"size": "Large", "weight": "Bolder"})),
		richText(textRun(p.voice.say("poll.card.asks", p.AuthorName), card{"isSubtle": true})),
	}
	for i, option := range p.Options {
		wins := p.Closed && total > 0 && counts[i] == slices.Max(counts)
		body = append(body, row(option, counts[i], total, wins)...)
	}
	if p.Closed {
		body = append(body, richText(textRun(p.result(), card{"weight": "Bolder"})))
	} else {
		body = append(body, richText(textRun(p.voice.say("poll.card.total", total), card{"isSubtle": true})))
		body = append(body, p.buttons()...)
	}
	return adaptiveCard(p.voice, p.Question, body)
}

// result says in a sentence how a poll ended.
func (p *poll) result() string {
	counts, total := p.tally(), len(p.Votes)
	if total == 0 {
		return p.voice.say("poll.card.none")
	}
	most := slices.Max(counts)
	var first []string
	for i, option := range p.Options {
		if counts[i] == most {
			first = append(first, option)
		}
	}
	if len(first) > 1 {
		return p.voice.say("poll.card.tie", strings.Join(first, ", "), most, total)
	}
	return p.voice.say("poll.card.winner", first[0], most, total)
}

// buttons returns a button for each option, in rows of about the same length.
func (p *poll) buttons() []any {
	actions := make([]card, len(p.Options))
	for i, option := range p.Options {
		actions[i] = execute(verbVote, option, ballot{Poll: p.ID, Option: &i})
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
