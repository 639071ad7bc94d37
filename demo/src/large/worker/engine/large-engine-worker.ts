// The order matters: files are answered for before the engine asks for one.
import './made-files.js'
import 'locavore/worker'
