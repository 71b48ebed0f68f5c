// Package portal is the customers' door: pages rendered on the server, complete
// without JavaScript.
//
// The map:
//
//	portal.go    what the portal needs, its routes and the headers of every answer
//	session.go   who is signed in, and the cookie
//	signin.go    signing in and out; setup.go: an empty desk is set up
//	lists.go     home, my requests
//	create.go    a new request
//	request.go   one request, and what a customer may do with it
//	files.go     fetching files
//	vendor.go    the page of a vendor's case, for whoever holds its link
//	form.go      reading forms and uploads; the form's token
//	words.go     every sentence about where a request is
//	problems.go  error pages in plain words
//	render.go    templates, icons and drawings; assets.go: style, script, font
//
// What always holds: whoever is signed in acts here as a customer, whatever
// their role, so that nothing but portalview's customer view can be read; what
// is not theirs answers byte for byte like what does not exist; a form sent
// twice has one effect, by its token; no page loads anything from elsewhere;
// nobody's file is ever shown as a page.
package portal
