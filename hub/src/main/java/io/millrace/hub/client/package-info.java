/** Talking to a running server as its user does, and saying in full what went wrong: for the commands and the demo. */
package io.millrace.hub.client;
