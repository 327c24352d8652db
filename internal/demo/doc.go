// Package demo fills an installation with a believable company. The company is
// data (schemas/demo, described in its README); this package only reads it and
// gives the commands, each as the person named and at the moment named, through
// the same door as everybody else. It knows no type and no field.
package demo
