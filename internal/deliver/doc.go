// Package deliver carries messages out of the program: what a change has put
// into the outbox reaches people by mail, when and as they like it. Nothing is
// sent inside a transaction, and nothing to somebody who may not see the record
// any more. It decides no rule and knows no table.
package deliver
