package worktime

var IsOutdated = isOutdated
