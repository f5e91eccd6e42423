/**
 * The hub itself: which servers run in this process, with which settings, and in which order they start and stop.
 * Everything here runs on the thread that starts the hub; the servers bring their own threads.
 */
package io.millrace.hub.node;
