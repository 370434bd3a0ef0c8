namespace postern {}
