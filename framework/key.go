package framework

// Key names a value that lives as long as its turn: what middleware found out, for the handler to read. Make one
// with [NewKey], keep it in a package variable, and share that.
type Key[T any] struct{ name string }

// NewKey returns a new key, different from every other key. The name is for people who debug.
func NewKey[T any](name string) *Key[T] { return &Key[T]{name: name} }

// Set stores v for the rest of the turn. Safe for concurrent use.
func (k *Key[T]) Set(turn *TurnContext, v T) {
	turn.mu.Lock()
	defer turn.mu.Unlock()
	if turn.values == nil {
		turn.values = make(map[any]any)
	}
	turn.values[k] = v
}

// Get returns the turn's value, and whether there is one. Safe for concurrent use.
func (k *Key[T]) Get(turn *TurnContext) (T, bool) {
	turn.mu.Lock()
	defer turn.mu.Unlock()
	v, ok := turn.values[k]
	value, _ := v.(T) // only a T is ever stored; a nil interface asserts to the zero T
	return value, ok
}

// String returns the key's name.
func (k *Key[T]) String() string { return k.name }
