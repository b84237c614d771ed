package world

import (
	"iter"
	"maps"
	"slices"
)

// roster is who is in a chat or a team. A crowd comes after those who joined one by one.
type roster struct {
	people []string // ids, in the order of joining, and nobody
	gone   int      // how many of these left
	crowds []*crowd
	left   map[string]bool // ids of those of the crowds who are not here
	bot    bool
}

// nobody stands where somebody left, so that who goes through a roster page by page misses none of the others.
const nobody = "\x00"

// newRoster is of people and the bot.
func newRoster(members []Person) *roster {
	r := &roster{bot: true}
	r.add(members)
	return r
}

func (r *roster) add(members []Person) {
	for _, p := range members {
		switch {
		case r.has(p):
		case r.crowded(p.ID):
			delete(r.left, p.ID)
		default:
			r.people = append(r.people, p.ID)
		}
	}
}

func (r *roster) remove(members []Person) {
	for _, p := range members {
		if r.crowded(p.ID) {
			r.leave(p.ID)
		}
		if i := slices.Index(r.people, p.ID); i >= 0 {
			r.people[i] = nobody
			r.gone++
		}
	}
}

func (r *roster) leave(id string) {
	if r.left == nil {
		r.left = make(map[string]bool)
	}
	r.left[id] = true
}

func (r *roster) has(p Person) bool {
	return r.crowded(p.ID) && !r.left[p.ID] || slices.Contains(r.people, p.ID)
}

// crowded reports whether the id is one of the crowds', be they here or not.
func (r *roster) crowded(id string) bool {
	return slices.ContainsFunc(r.crowds, func(c *crowd) bool { return c.has(id) })
}

// count is how many people are here.
func (r *roster) count() int { return r.end() - len(r.left) - r.gone }

// end is how many positions there are. Those of people who left are empty.
func (r *roster) end() int {
	end := len(r.people)
	for _, c := range r.crowds {
		end += c.size
	}
	return end
}

// at returns the id of who is at a position, and whether somebody is.
func (r *roster) at(i int) (id string, ok bool) {
	if i < len(r.people) {
		return r.people[i], r.people[i] != nobody
	}
	i -= len(r.people)
	for _, c := range r.crowds {
		if i < c.size {
			id = c.id(i)
			return id, !r.left[id]
		}
		i -= c.size
	}
	return "", false
}

// from returns the ids of those here with their positions, from one on.
func (r *roster) from(start int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := max(start, 0); i < r.end(); i++ {
			if id, ok := r.at(i); ok && !yield(i, id) {
				return
			}
		}
	}
}

// clone is the roster as it is now.
func (r *roster) clone() *roster {
	return &roster{people: slices.Clone(r.people), gone: r.gone, crowds: slices.Clone(r.crowds), left: maps.Clone(r.left), bot: r.bot}
}

// peopleFrom returns at most limit of the people in a roster, from a position on, and where the next begin; 0 if there are
// none.
func (w *World) peopleFrom(r *roster, start, limit int) (people []Person, next int) {
	for i, id := range r.from(start) {
		if len(people) == limit {
			return people, i
		}
		if p, ok := w.person(id); ok {
			people = append(people, p)
		}
	}
	return people, 0
}
