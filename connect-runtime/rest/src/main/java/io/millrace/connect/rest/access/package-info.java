/**
 * Who may do what over REST: the roles of accounts, and whose word workers take for an account.
 *
 * <p>Floor: lowest room of this module. Thread: any.
 */
package io.millrace.connect.rest.access;
