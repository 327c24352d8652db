// Package exchange knows the files that lists travel in: sheets (xlsx and csv),
// written and read as streams. It knows neither records nor rights: who may see
// a cell is decided before it comes here.
package exchange
