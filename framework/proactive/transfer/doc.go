// Package transfer takes what a bot remembers out of a store and puts it into another: as JSON Lines, for backups and for
// moving from one database to another, and from the references that bots of other SDKs have stored.
package transfer
