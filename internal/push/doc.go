// Package push carries a message to the push service of a browser: encrypted for
// that browser alone (RFC 8291) and signed by this installation (RFC 8292). It
// refuses addresses inside the own network and knows neither people nor records.
package push
