package state

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
)

// item is what a turn has of one scope.
type item struct {
	scope   *Scope
	key     string
	etag    string
	members map[string]json.RawMessage // as stored
	touched map[string]*touched        // what the turn has read or set, by property
	err     error                      // why the scope cannot be used
}

// touched is a property in a turn.
type touched struct {
	value any             // a *T, or nil if it is deleted
	read  json.RawMessage // what was stored when the turn first met it; nil if nothing
	clean json.RawMessage // the value's encoding when it was read: another one is a change
}

// take fills the item with what is stored.
func (it *item) take(stored Item) error {
	it.etag = stored.ETag
	it.members, it.err = membersOf(it.scope, it.key, stored)
	return it.err
}

// membersOf reads the properties of a stored item.
func membersOf(scope *Scope, key string, stored Item) (map[string]json.RawMessage, error) {
	if len(stored.Value) == 0 {
		return nil, nil
	}
	return decode[map[string]json.RawMessage](ValueError{Key: key, Scope: scope.name}, stored.Value)
}

// met returns the property if the turn has met it, or if it has a stored value; else nil.
func (it *item) met(name string, decode func(ValueError, json.RawMessage) (any, error)) (*touched, error) {
	if p, ok := it.touched[name]; ok {
		return p, nil
	}
	stored := it.members[name]
	if isNull(stored) {
		return nil, nil
	}
	value, err := decode(it.property(name), stored)
	if err != nil {
		return nil, err
	}
	clean, err := encode(it.property(name), value)
	if err != nil {
		return nil, err
	}
	p := &touched{value: value, read: stored, clean: clean}
	it.touch(name, p)
	return p, nil
}

func (it *item) touch(name string, p *touched) {
	if it.touched == nil {
		it.touched = make(map[string]*touched)
	}
	it.touched[name] = p
}

// set gives a property a value, a *T; nil deletes it.
func (it *item) set(name string, value any) {
	if p, ok := it.touched[name]; ok {
		p.value = value
		return
	}
	it.touch(name, &touched{value: value, read: it.members[name], clean: it.members[name]})
}

// clear deletes every property.
func (it *item) clear() {
	for name := range it.members {
		it.set(name, nil)
	}
	for _, p := range it.touched {
		p.value = nil
	}
}

// change returns the property's encoding, nil if it is deleted, and whether that is a change.
func (it *item) change(name string) (encoded json.RawMessage, changed bool, err error) {
	p := it.touched[name]
	if p.value == nil {
		return nil, p.read != nil, nil
	}
	encoded, err = encode(it.property(name), p.value)
	return encoded, !bytes.Equal(encoded, p.clean), err
}

// isChanged reports whether the turn has changed a property, also to what cannot be stored.
func (it *item) isChanged(name string) bool {
	if it.touched[name] == nil {
		return false
	}
	_, changed, err := it.change(name)
	return changed || err != nil
}

// changes returns the properties that the turn has changed, by name.
func (it *item) changes() (map[string]json.RawMessage, error) {
	changes := make(map[string]json.RawMessage)
	for name := range it.touched {
		encoded, changed, err := it.change(name)
		if err != nil {
			return nil, err
		}
		if changed {
			changes[name] = encoded
		}
	}
	return changes, nil
}

// with returns the properties as they are to be stored. That others have changed the same is a [*ConflictError].
func (it *item) with(changes map[string]json.RawMessage) (map[string]json.RawMessage, error) {
	members := maps.Clone(it.members)
	for name, encoded := range changes {
		if !sameJSON(it.members[name], it.touched[name].read) {
			return nil, &ConflictError{Key: it.key, Property: name}
		}
		members = withMember(members, name, encoded)
	}
	return members, nil
}

// sameJSON reports whether two properties say the same; one may be nil, which is none. A storage keeps what JSON says, not
// how it is written.
func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	valueA, errA := plain(a)
	valueB, errB := plain(b)
	return errA == nil && errB == nil && reflect.DeepEqual(valueA, valueB)
}

// plain reads a value with its numbers as they stand.
func plain(raw json.RawMessage) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

// itemOf returns the value of the item that holds these properties; without any, there is to be none.
func itemOf(key string, members map[string]json.RawMessage) (json.RawMessage, error) {
	if len(members) == 0 {
		return nil, nil
	}
	return encode(ValueError{Key: key}, members)
}

// stored notes that the changes are stored.
func (it *item) stored(etag string, members, changes map[string]json.RawMessage) {
	it.etag, it.members = etag, members
	for name, encoded := range changes {
		p := it.touched[name]
		p.read, p.clean = encoded, encoded
	}
}

// adopt takes over what an update found or stored of a property, nil if that is nothing: the turn meets it anew. What
// another goroutine of the turn has changed meanwhile stays, and is a conflict when it is saved.
func (it *item) adopt(name string, stored json.RawMessage) {
	if !it.isChanged(name) {
		delete(it.touched, name)
	}
	it.members = withMember(it.members, name, stored)
}

// withMember gives a property another stored value; nil removes it.
func withMember(members map[string]json.RawMessage, name string, stored json.RawMessage) map[string]json.RawMessage {
	if stored == nil {
		delete(members, name)
		return members
	}
	if members == nil {
		members = make(map[string]json.RawMessage)
	}
	members[name] = stored
	return members
}

func (it *item) property(name string) ValueError {
	return ValueError{Key: it.key, Scope: it.scope.name, Property: name}
}
