/**
 * Who may do what over REST: accounts, passwords, roles.
 *
 * <p>Floor: lowest room of this module, without HTTP. Thread: any; passwords are checked on threads of their own.
 */
package io.millrace.connect.rest.access;
