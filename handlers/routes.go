package handlers

import (
	"unicode"
	"unicode/utf8"

	"github.com/convobot/convo/framework/schema"
)

// routes are the routes of messages. Exact texts and commands are looked up, however many there are; the rest is asked one
// after another.
type routes struct {
	all        []route        // in the order of registration
	texts      map[string]int // the first route of a text, folded
	commands   map[string]int // the first route of a command, folded
	others     []int          // routes that have to be asked
	longest    int            // bytes of the longest text or command
	someBypass bool           // one of the routes bypasses the queue
}

// add adds a route that has to be asked.
func (rs *routes) add(r route, opts []RouteOption) {
	rs.others = append(rs.others, rs.append(r, opts))
}

// addText adds the route of an exact text.
func (rs *routes) addText(text string, r route, opts []RouteOption) {
	rs.index(&rs.texts, text, rs.append(r, opts))
}

// addCommand adds the route of a first word.
func (rs *routes) addCommand(name string, r route, opts []RouteOption) {
	rs.index(&rs.commands, name, rs.append(r, opts))
}

func (rs *routes) append(r route, opts []RouteOption) int {
	for _, opt := range opts {
		opt(&r)
	}
	rs.all = append(rs.all, r)
	rs.someBypass = rs.someBypass || r.bypassesQueue
	return len(rs.all) - 1
}

func (rs *routes) index(in *map[string]int, name string, rank int) {
	if *in == nil {
		*in = make(map[string]int)
	}
	key := string(appendFolded(nil, name, 1<<30))
	rs.longest = max(rs.longest, len(key))
	if _, taken := (*in)[key]; !taken {
		(*in)[key] = rank
	}
}

// match returns the route of a message, if it has one, and the text that the route saw.
func (rs *routes) match(a *schema.Activity) (r route, text string, ok bool) {
	if len(rs.all) == 0 {
		return route{}, "", false
	}
	text = a.TextWithoutRecipient()
	best := len(rs.all)
	if rank, ok := rs.lookUp(rs.texts, text); ok {
		best = rank
	}
	name, _ := cutCommand(text)
	if rank, ok := rs.lookUp(rs.commands, name); ok {
		best = min(best, rank)
	}
	for _, rank := range rs.others {
		if rank > best {
			break
		}
		if rs.all[rank].matches(a, text) {
			best = rank
			break
		}
	}
	if best == len(rs.all) {
		return route{}, "", false
	}
	return rs.all[best], text, true
}

func (rs *routes) lookUp(in map[string]int, text string) (rank int, ok bool) {
	if len(in) == 0 {
		return 0, false
	}
	var room [128]byte // for most texts, so that a message allocates nothing
	rank, ok = in[string(appendFolded(room[:0], text, rs.longest))]
	return rank, ok
}

// appendFolded appends text so that two texts give the same bytes if strings.EqualFold says that they are equal. It ends
// soon after limit bytes.
func appendFolded(dst []byte, text string, limit int) []byte {
	for _, r := range text {
		if len(dst) > limit {
			return dst
		}
		dst = utf8.AppendRune(dst, folded(r))
	}
	return dst
}

// folded returns the first of the runes that differ from r by letter case only.
func folded(r rune) rune {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' {
			r += 'A' - 'a'
		}
		return r
	}
	first := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		first = min(first, other)
	}
	return first
}
