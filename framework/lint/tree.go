package lint

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/convobot/convo/framework/internal/text"
	"github.com/convobot/convo/framework/internal/wire"
)

// Kinds of a [node], as the JSON library names them.
const (
	kindNull   = jsontext.Kind('n')
	kindFalse  = jsontext.Kind('f')
	kindTrue   = jsontext.Kind('t')
	kindString = jsontext.Kind('"')
	kindNumber = jsontext.Kind('0')
	kindObject = jsontext.Kind('{')
	kindArray  = jsontext.Kind('[')
)

const (
	// maxNodes bounds what is kept of one text, which is more than an activity that a channel takes has. What comes
	// beyond is kept only as being there.
	maxNodes = 50_000
	maxName  = 64  // bytes of a member's name in a path
	maxPath  = 256 // bytes of a path
)

// node is one JSON value, which knows where it stands. All methods take nil for what is absent.
type node struct {
	parent *node
	first  *node  // of its members or elements
	next   *node  // after it, of its parent's
	name   string // of a member; "" for an element
	text   string // of a string; else, of what has nothing in it, as it stands there
	names  uint32 // a bit for the name of each member, see bitOf
	kind   jsontext.Kind
}

// some returns the first of the children, at most that many.
func (n *node) some(most int) []*node {
	var list []*node
	for m := n.first; m != nil && len(list) < most; m = m.next {
		list = append(list, m)
	}
	return list
}

// bitOf is the bit of a member's name. Most members that rules ask for are not there, which their bit tells at once.
func bitOf(name string) uint32 {
	if name == "" {
		return 1
	}
	return 1 << ((uint(len(name)) + 5*uint(name[0]) + 3*uint(name[len(name)-1])) % 32)
}

// get returns a member by its name. One that is null is absent.
func (n *node) get(name string) *node {
	if n == nil || n.kind != kindObject || n.names&bitOf(name) == 0 {
		return nil
	}
	for m := range n.children() {
		if m.name == name && m.kind != kindNull {
			return m
		}
	}
	return nil
}

// at goes down several members.
func (n *node) at(names ...string) *node {
	for _, name := range names {
		n = n.get(name)
	}
	return n
}

// str returns the text of a string, and "" for everything else.
func (n *node) str() string {
	if n == nil || n.kind != kindString {
		return ""
	}
	return n.text
}

// member returns the text of a member that is a string.
func (n *node) member(name string) string { return n.get(name).str() }

// children are the members of an object, or the elements of a list, in order.
func (n *node) children() iter.Seq[*node] { return n.first.on() }

// elements are those of a list.
func (n *node) elements() iter.Seq[*node] { return n.firstElement().on() }

// on goes from a node on through those after it.
func (n *node) on() iter.Seq[*node] {
	return func(yield func(*node) bool) {
		for m := n; m != nil; m = m.next {
			if !yield(m) {
				return
			}
		}
	}
}

// firstElement returns the first element of a list.
func (n *node) firstElement() *node {
	if n == nil || n.kind != kindArray {
		return nil
	}
	return n.first
}

// integer returns a number that has no fraction.
func (n *node) integer() (int, bool) {
	if n == nil || n.kind != kindNumber {
		return 0, false
	}
	i, err := strconv.Atoi(n.text)
	return i, err == nil
}

func (n *node) isObject() bool { return n != nil && n.kind == kindObject }

// isPrimitive reports whether the value is a string, a number or a boolean.
func (n *node) isPrimitive() bool {
	return n != nil && (n.kind == kindString || n.kind == kindNumber || n.kind == kindTrue || n.kind == kindFalse)
}

// isEmpty reports whether an object or a list has nothing in it.
func (n *node) isEmpty() bool {
	return n != nil && (n.kind == kindObject || n.kind == kindArray) && n.first == nil
}

// path returns where the node stands, and there the member below it, if one is named.
func (n *node) path(below string) string {
	var steps []string
	if below != "" {
		steps = append(steps, below)
	}
	size := 0
	for ; n != nil && n.parent != nil && size < maxPath; n = n.parent {
		step := memberName(n.name)
		if n.parent.kind == kindArray {
			step = "[" + strconv.Itoa(n.index()) + "]"
		}
		size += len(step)
		steps = append(steps, step)
	}
	var b strings.Builder
	for _, step := range slices.Backward(steps) {
		if b.Len() > 0 && step[0] != '[' {
			b.WriteByte('.')
		}
		b.WriteString(step)
	}
	return text.Clip(b.String(), maxPath)
}

// index is the place of an element in its list.
func (n *node) index() int {
	i := 0
	for m := n.parent.first; m != n; m = m.next {
		i++
	}
	return i
}

// memberName returns a name as it stands in a path: one that is no plain word is quoted.
func memberName(name string) string {
	clipped := text.Clip(name, maxName)
	for _, r := range clipped {
		isWord := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_$@-.", r)
		if !isWord {
			return "[" + strconv.Quote(clipped) + "]"
		}
	}
	if clipped == "" {
		return `[""]`
	}
	return clipped
}

// canonical writes the value so that two values that say the same are the same text.
func (n *node) canonical(b *strings.Builder) {
	switch n.kind {
	case kindString:
		b.WriteString(strconv.Quote(n.text))
	case kindNumber:
		b.WriteString(n.text)
	case kindObject, kindArray:
		b.WriteByte(byte(n.kind))
		for _, m := range sortedByName(n) {
			b.WriteString(strconv.Quote(m.name))
			b.WriteByte(':')
			m.canonical(b)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	default:
		b.WriteByte(byte(n.kind))
	}
}

// room is where the nodes of most texts are.
type room [64]node

// rooms are taken for one check and given back empty: most of what a check allocates would be nodes.
//
//nolint:gochecknoglobals // memory to be used again, with nothing in it
var rooms = sync.Pool{New: func() any { return new(room) }}

// parse reads one JSON value into the room, as far as that goes. Unless duplicates are allowed, a member name that stands
// there twice is an error.
func parse(raw []byte, duplicates bool, in *room) (*node, error) {
	b := builder{text: string(raw), slab: in[:]}
	if err := wire.Unmarshal(raw, &b, jsontext.AllowDuplicateNames(duplicates)); err != nil {
		return nil, err
	}
	return b.root, nil
}

// builder is read from a text and keeps it as a tree.
type builder struct {
	root *node

	text string // all of it: what is in the tree are parts of it
	d    *jsontext.Decoder
	made int
	slab []node
}

// UnmarshalJSONFrom lends the library's decoder, which it keeps for the next text.
func (b *builder) UnmarshalJSONFrom(d *jsontext.Decoder) (err error) {
	b.d = d
	b.root, err = b.value(nil, "")
	return err
}

func (b *builder) new(parent *node, name string) *node {
	if len(b.slab) == 0 {
		b.slab = make([]node, 16)
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	b.made++
	*n = node{parent: parent, name: name}
	return n
}

func (b *builder) value(parent *node, name string) (n *node, err error) {
	n = b.new(parent, name)
	n.kind = b.d.PeekKind()
	if b.made > maxNodes {
		return n, b.d.SkipValue()
	}
	switch n.kind {
	case kindObject:
		return n, b.members(n)
	case kindArray:
		return n, b.elements(n)
	default:
		n.text, err = b.scalar()
		return n, err
	}
}

// scalar reads what has nothing in it: the text of a string, and anything else as it stands there.
func (b *builder) scalar() (string, error) {
	raw, err := b.d.ReadValue()
	if err != nil {
		return "", err
	}
	end := int(b.d.InputOffset())
	written := b.text[end-len(raw) : end]
	switch {
	case raw.Kind() != kindString:
		return written, nil
	case strings.Contains(written, `\`):
		unquoted, err := jsontext.AppendUnquote(nil, raw)
		return string(unquoted), err
	}
	return written[1 : len(written)-1], nil
}

func (b *builder) members(n *node) error {
	if _, err := b.d.ReadToken(); err != nil {
		return err
	}
	for at := &n.first; b.d.PeekKind() != '}'; at = &(*at).next {
		name, err := b.scalar()
		if err != nil {
			return err
		}
		if *at, err = b.value(n, name); err != nil {
			return err
		}
		n.names |= bitOf(name)
	}
	_, err := b.d.ReadToken()
	return err
}

func (b *builder) elements(n *node) error {
	if _, err := b.d.ReadToken(); err != nil {
		return err
	}
	for at := &n.first; b.d.PeekKind() != ']'; {
		if b.made > maxNodes { // more of the same tells nothing new
			if err := b.d.SkipValue(); err != nil {
				return err
			}
			continue
		}
		m, err := b.value(n, "")
		if err != nil {
			return err
		}
		*at, at = m, &m.next
	}
	_, err := b.d.ReadToken()
	return err
}

// sortedByName returns the members of an object by name, and the elements of a list as they are.
func sortedByName(n *node) []*node {
	list := n.some(maxNodes)
	if n.kind == kindObject {
		slices.SortStableFunc(list, func(a, b *node) int { return strings.Compare(a.name, b.name) })
	}
	return list
}

// pointerPath returns the path of what a JSON pointer names.
func pointerPath(root *node, pointer jsontext.Pointer) string {
	n := root
	for token := range pointer.Tokens() {
		next := n.child(token)
		if next == nil {
			return n.path(memberName(token))
		}
		n = next
	}
	return n.path("")
}

func (n *node) child(token string) *node {
	i := 0
	for m := range n.children() {
		if n.kind == kindObject && m.name == token || n.kind == kindArray && strconv.Itoa(i) == token {
			return m
		}
		i++
	}
	return nil
}
