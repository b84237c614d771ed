package lint

import "strconv"

// tracked keeps the last values, by their keys. The zero value is empty.
type tracked[T any] struct {
	keys []string // oldest first
	byID map[string]T
	made int
}

// put keeps v under a key, unless that is empty.
func (t *tracked[T]) put(key string, v T) {
	if key == "" {
		return
	}
	if t.byID == nil {
		t.byID = map[string]T{}
	}
	if _, ok := t.byID[key]; !ok {
		t.keys = append(t.keys, key)
	}
	t.byID[key] = v
	if len(t.keys) > maxTracked {
		delete(t.byID, t.keys[0])
		t.keys = t.keys[1:]
	}
}

// add keeps v under a key of its own.
func (t *tracked[T]) add(v T) {
	t.made++
	t.put("#"+strconv.Itoa(t.made), v)
}

func (t *tracked[T]) get(key string) (T, bool) {
	v, ok := t.byID[key]
	return v, ok
}

func (t *tracked[T]) remove(key string) {
	if _, ok := t.byID[key]; !ok {
		return
	}
	delete(t.byID, key)
	for i, k := range t.keys {
		if k == key {
			t.keys = append(t.keys[:i:i], t.keys[i+1:]...)
			return
		}
	}
}

// values returns all values, oldest first.
func (t *tracked[T]) values() []T {
	list := make([]T, 0, len(t.keys))
	for _, key := range t.keys {
		list = append(list, t.byID[key])
	}
	return list
}
