package lint

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/convobot/convo/framework/internal/text"
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

var errTrailing = errors.New("lint: something follows the JSON value")

// node is one JSON value, which knows where it stands. All methods take nil for what is absent.
type node struct {
	parent *node
	name   string // of a member; "" for an element
	index  int    // of an element
	kind   jsontext.Kind
	text   string  // of a string or a number
	list   []*node // members or elements
}

// get returns a member by its name. One that is null is absent.
func (n *node) get(name string) *node {
	if n == nil || n.kind != kindObject {
		return nil
	}
	for _, m := range n.list {
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

// elements returns the elements of a list.
func (n *node) elements() []*node {
	if n == nil || n.kind != kindArray {
		return nil
	}
	return n.list
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
	return n != nil && (n.kind == kindObject || n.kind == kindArray) && len(n.list) == 0
}

// path returns where the node stands, and there the member below it, if one is named.
func (n *node) path(below string) string {
	var steps []string
	if below != "" {
		steps = append(steps, below)
	}
	size := 0
	for ; n != nil && n.parent != nil && size < maxPath; n = n.parent {
		step := "[" + strconv.Itoa(n.index) + "]"
		if n.parent.kind == kindObject {
			step = memberName(n.name)
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

// parse reads one JSON value. Unless duplicates are allowed, a member name that stands there twice is an error.
func parse(raw []byte, duplicates bool) (*node, error) {
	b := builder{d: jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(duplicates))}
	root, err := b.value(nil, "", 0)
	if err != nil {
		return nil, err
	}
	if _, err := b.d.ReadToken(); err != io.EOF { //nolint:errorlint // the decoder returns it bare
		return nil, errTrailing
	}
	return root, nil
}

type builder struct {
	d    *jsontext.Decoder
	made int
	slab []node
}

func (b *builder) new(parent *node, name string, index int) *node {
	if len(b.slab) == 0 {
		b.slab = make([]node, 32)
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	b.made++
	n.parent, n.name, n.index = parent, name, index
	return n
}

func (b *builder) value(parent *node, name string, index int) (*node, error) {
	n := b.new(parent, name, index)
	n.kind = b.d.PeekKind()
	if b.made > maxNodes {
		return n, b.d.SkipValue()
	}
	token, err := b.d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch n.kind { //nolint:exhaustive // the others have nothing in them
	case kindString, kindNumber:
		n.text = token.String()
	case kindObject:
		n.list = make([]*node, 0, 8)
		return n, b.members(n)
	case kindArray:
		return n, b.elements(n)
	}
	return n, nil
}

func (b *builder) members(n *node) error {
	for b.d.PeekKind() != '}' {
		token, err := b.d.ReadToken()
		if err != nil {
			return err
		}
		m, err := b.value(n, token.String(), 0)
		if err != nil {
			return err
		}
		n.list = append(n.list, m)
	}
	_, err := b.d.ReadToken()
	return err
}

func (b *builder) elements(n *node) error {
	for i := 0; b.d.PeekKind() != ']'; i++ {
		if b.made > maxNodes { // more of the same tells nothing new
			if err := b.d.SkipValue(); err != nil {
				return err
			}
			continue
		}
		m, err := b.value(n, "", i)
		if err != nil {
			return err
		}
		n.list = append(n.list, m)
	}
	_, err := b.d.ReadToken()
	return err
}

// sortedByName returns the members of an object by name, and the elements of a list as they are.
func sortedByName(n *node) []*node {
	if n.kind == kindArray {
		return n.list
	}
	return slices.SortedFunc(slices.Values(n.list), func(a, b *node) int { return strings.Compare(a.name, b.name) })
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
	for _, m := range n.list {
		if n.kind == kindObject && m.name == token || n.kind == kindArray && strconv.Itoa(m.index) == token {
			return m
		}
	}
	return nil
}
