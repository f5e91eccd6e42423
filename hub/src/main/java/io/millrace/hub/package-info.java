/**
 * One process: the servers composed, and the way in.
 *
 * <p>Floor: top. May use every server's public start class and nothing inside them.
 */
package io.millrace.hub;
