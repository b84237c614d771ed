package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
)

// buttonsInRow is how many buttons Teams shows of an ActionSet; the others it hides in a menu.
const buttonsInRow = 6

// barCells is the length of the longest bar in characters; it has to fit on a telephone.
const barCells = 20

// activity returns the message that shows a poll.
func (p *poll) activity() *schema.Activity {
	a := schema.AttachmentMessage(p.card().Attachment())
	a.Summary = p.Question
	if p.Closed {
		a.Summary += " " + p.result()
	}
	return a
}

// card returns the question with the votes so far: with buttons while it is open, then with the result.
func (p *poll) card() cards.Card {
	counts, total := p.tally(), len(p.Votes)
	body := []cards.Element{
		richText(cards.TextRun{Text: p.Question, Size: cards.Large, Weight: cards.Bolder}),
		richText(cards.TextRun{Text: p.voice.say("poll.card.asks", p.AuthorName), IsSubtle: true}),
	}
	for i, option := range p.Options {
		wins := p.Closed && total > 0 && counts[i] == slices.Max(counts)
		body = append(body, row(option, counts[i], total, wins)...)
	}
	if p.Closed {
		body = append(body, richText(cards.TextRun{Text: p.result(), Weight: cards.Bolder}))
	} else {
		body = append(body, richText(cards.TextRun{Text: p.voice.say("poll.card.total", total), IsSubtle: true}))
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
func (p *poll) buttons() []cards.Element {
	actions := make([]cards.Action, len(p.Options))
	for i, option := range p.Options {
		actions[i] = cards.Execute{Title: option, Verb: verbVote, Data: ballot{Poll: p.ID, Option: &i}}
	}
	rows := (len(actions) + buttonsInRow - 1) / buttonsInRow
	var sets []cards.Element
	for set := range slices.Chunk(actions, (len(actions)+rows-1)/rows) {
		sets = append(sets, cards.ActionSet{Actions: set})
	}
	return sets
}

// row is an option and its votes: a bar as long as its share of all, and their number.
func row(option string, count, total int, wins bool) []cards.Element {
	var weight cards.Weight
	if wins {
		weight = cards.Bolder
	}
	votes := richText(cards.TextRun{Text: strconv.Itoa(count), Weight: weight})
	if count > 0 {
		bar := strings.Repeat("█", max(1, barCells*count/total))
		votes = richText(cards.TextRun{Text: bar, Color: cards.Accent}, cards.TextRun{Text: " " + strconv.Itoa(count), Weight: weight})
	}
	votes.Spacing = cards.None
	return []cards.Element{richText(cards.TextRun{Text: option, Weight: weight}), votes}
}
