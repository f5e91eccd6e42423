/**
 * Coverage-guided fuzzing of everything that reads bytes which somebody else wrote: requests, record batches, stored files.
 * Each target runs in a JVM of its own with a small heap, for some seconds in the build and as long as one wants by {@code
 * fuzz/run}.
 */
package io.millrace.integration.fuzz;
