/** A source and a sink that cost next to nothing, so that a worker's own cost is what is measured. Run by both workers. */
package io.millrace.bench.plugin;
