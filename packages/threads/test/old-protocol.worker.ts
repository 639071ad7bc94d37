self.postMessage({ locavore: 'serving', protocol: 0 })
